#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Faults injected into real boots: each class is a test. Its length in time is
# that of 1790 boots; ONLY=NAME and V=1 of "make check-faults" show one of them.
exec python3 tests/boot/faults/check.py --tap
