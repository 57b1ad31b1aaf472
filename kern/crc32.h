/* SPDX-License-Identifier: BSD-2-Clause */
/* CRC-32 as in IEEE 802.3, gzip and cksum -o 3. */
#ifndef CRC32_H
#define CRC32_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32(const void *data, size_t len);

#endif
