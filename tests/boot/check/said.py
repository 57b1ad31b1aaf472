# SPDX-License-Identifier: BSD-2-Clause
"""Prints pvh-check's JSON as lines NAME, ROW, VERDICT, WHY, apart by tabs."""

import json
import os
import sys

text = sys.stdin.read()
while text.strip():
    found, end = json.JSONDecoder().raw_decode(text.lstrip())
    text = text.lstrip()[end:]
    name = os.path.basename(found['file'])[:-len('.elf')]
    for row in found['rows']:
        why = ': '.join(row[key] for key in ('rule', 'value') if row.get(key))
        print(name, row['vmm'], row['verdict'], why, sep='\t')
