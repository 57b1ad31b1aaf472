/* SPDX-License-Identifier: BSD-2-Clause */
/* The screen: EFI's frame buffer, or VGA in text mode. */
#ifndef DISPLAY_H
#define DISPLAY_H

#include <stdbool.h>

struct boot;
struct physmap;
struct screen;

/* Finds and clears a screen; false if there is none. pmap_map has to work. */
bool display_attach(const struct boot *boot);

/* After display_attach succeeded. */
void display_putc(char c);

/* For display_attach: makes VGA's text a screen; false if there is no VGA. */
bool vga_attach(const struct physmap *mm, struct screen *screen);

#endif
