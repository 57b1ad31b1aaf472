/* SPDX-License-Identifier: BSD-2-Clause */
/* Traps on request. */
#ifndef CRASH_H
#define CRASH_H

struct kenv;

/*
 * Does what the kenv variable `crash` asks for: 1 runs an undefined
 * instruction, text writes to the kernel's code, nx runs its data. Comes back
 * only if none is asked for, or for nx on a CPU without no-execute. (It is
 * not called panic: Firecracker's default command line has panic=1.) The other
 * variable of this kind is `fill` (kern/fill.h).
 */
void crash_if_asked(const struct kenv *kenv);

#endif
