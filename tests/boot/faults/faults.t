#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Faults injected into real boots: each class of cases is a test. The 1791 boots
# take minutes; "make check-faults ONLY=NAME V=1" shows one class or case.
exec python3 tests/boot/faults/check.py --tap
