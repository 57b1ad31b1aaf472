// SPDX-License-Identifier: BSD-2-Clause
//! ACPI's RSDP, XSDT and MADT (ACPI 6.5, 5.2.5, 5.2.8, 5.2.12), one after the
//! other.

/// Makes the sum of all bytes 0, by the one at OFFSET.
fn summed(mut table: Vec<u8>, offset: usize) -> Vec<u8> {
    let sum = table.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    table[offset] = table[offset].wrapping_sub(sum);
    table
}

fn table(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut t = name.to_vec();
    t.extend((36 + body.len() as u32).to_le_bytes());
    t.extend([1, 0]); // revision, sum
    t.extend(b"PVHVMMTESTVMM ");
    t.extend([0; 12]);
    t.extend(body);
    summed(t, 9)
}

pub fn tables(at: u64, cpus: u8) -> Vec<u8> {
    let mut body = 0xfee00000u32.to_le_bytes().to_vec();
    body.extend(0u32.to_le_bytes());
    for cpu in 0..cpus {
        body.extend([0, 8, cpu, cpu, 1, 0, 0, 0]); // a local APIC, enabled
    }
    body.extend([1, 12, cpus, 0, 0, 0, 0xc0, 0xfe, 0, 0, 0, 0]); // an I/O APIC
    let madt = table(b"APIC", &body);
    let (xsdt_at, madt_at) = (at + 36, at + 36 + 44);
    let xsdt = table(b"XSDT", &madt_at.to_le_bytes());

    let mut rsdp = b"RSD PTR \0PVHVMM\x02".to_vec();
    rsdp.extend([0; 4]); // no RSDT
    let mut rsdp = summed(rsdp, 8);
    rsdp.extend(36u32.to_le_bytes());
    rsdp.extend(xsdt_at.to_le_bytes());
    rsdp.extend([0; 4]);
    [summed(rsdp, 32), xsdt, madt].concat()
}
