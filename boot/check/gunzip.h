/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUNZIP_H
#define GUNZIP_H

#include <stddef.h>

/*
 * Unpacks a gzip file: the bytes are the caller's to free. NULL if it is not
 * one, is damaged, or holds more than limit bytes. Its check sum is left alone:
 * a kernel is looked at, not run.
 */
void *gunzip(const void *bytes, size_t size, size_t limit, size_t *unpacked);

#endif
