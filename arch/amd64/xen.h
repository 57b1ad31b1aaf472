/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Xen, for a guest that runs in its own page tables (HVM and PVH). The names
 * are those of Xen's public headers, xen/include/public.
 */
#ifndef XEN_H
#define XEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HVM_PARAM_CONSOLE_PFN    17
#define HVM_PARAM_CONSOLE_EVTCHN 18

/* The first of Xen's CPUID leaves; 0 if this is not a Xen guest. */
uint32_t xen_leaf(void);

/* The rest is for Xen guests only. Buffers are virtual addresses. */

/* Is this the domain that owns the hardware? Else it is a domU. */
bool xen_is_dom0(void);

/* How fast the time stamp counter runs; 0 if Xen does not tell. */
uint64_t xen_tsc_hz(void);

/* A parameter of this domain; 0 if it has no such thing. */
uint64_t xen_hvm_param(uint32_t index);

/* Writes to Xen's own console; false if this domain may not. */
bool xen_console_write(const char *s, size_t len);

/* Notifies the other end of an event channel. */
void xen_notify(uint32_t port);

/* Lets other domains run. */
void xen_yield(void);

/* Ends the domain, powered off if good, else crashed. */
void xen_shutdown(bool good);

#endif
