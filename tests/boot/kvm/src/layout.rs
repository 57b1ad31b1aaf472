// SPDX-License-Identifier: BSD-2-Clause
//! What a VMM leaves at the PVH entry: addresses, map, registers. Sources as in
//! tests/boot/vmms/vmms.py, which has the same layouts as replays.
use kvm_bindings::{kvm_segment, kvm_sregs};

pub const RAM: u32 = 1;
const RESERVED: u32 = 2;
const MIB: u64 = 1 << 20;
/// RAM goes on at 4 GiB if there is more than this.
pub const HOLE: u64 = 3 << 30;
pub const END: u64 = 1 << 32;

pub const START_INFO: u64 = 0x6000;
pub const MODLIST: u64 = 0x6040;
pub const MEMMAP: u64 = 0x7000;
pub const CMDLINE: u64 = 0x20000;
const GDT: u64 = 0x500;
const IDT: u64 = 0x520;
/// Null, code, data, a busy TSS, null.
const DESCRIPTORS: [u64; 5] =
    [0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00008b0000000067, 0];

/// How the guest ends the machine: a port and a value.
pub type End = (u16, u8);

pub struct Layout {
    pub version: u32, // of start_info; 0 has no map
    pub flags: u32,
    pub ebx: u64,
    pub cr0: u64,
    pub selectors: [u16; 3], // cs; ds, es, fs, gs, ss; tr
    pub gdt: bool,           // or else its address and limit are 0
    pub low: u64,            // the end of RAM below 1 MiB
    pub reserved: &'static [(u64, u64)],
    pub reserved_last: bool, // after RAM; Firecracker has them before
    pub rsdp: u64,           // in start_info
    pub rsdp_at: u64,
    pub end: End,
    pub xen: bool,
}

const FIRECRACKER: Layout = Layout {
    version: 1,
    flags: 0,
    ebx: START_INFO,
    cr0: 0x11,
    selectors: [8, 0x10, 0x18],
    gdt: true,
    low: 0x9fc00,
    reserved: &[(0x9fc00, 0x40400), (0xeec00000, 0x10000000)],
    reserved_last: false,
    rsdp: 0, // the guest has to find it
    rsdp_at: 0xe0000,
    end: (0x64, 0xfe), // i8042: reset
    xen: false,
};

const CLOUD_HYPERVISOR: Layout = Layout {
    cr0: 0x01,
    low: 0xa0000,
    reserved: &[(0xe8000000, 0x10000000)],
    reserved_last: true,
    rsdp: 0xa0000,
    rsdp_at: 0xa0000, // in no entry of the map
    end: (0x600, 0x34),
    ..FIRECRACKER
};

/// dom0's registers and a start_info of version 0, on an Intel CPU.
const XEN_DOM0: Layout = Layout {
    version: 0,
    flags: 3,
    cr0: 0x11,
    selectors: [0, 0, 0],
    gdt: false,
    xen: true,
    ..CLOUD_HYPERVISOR
};

impl Layout {
    pub fn named(name: &str) -> Result<Layout, String> {
        match name {
            "firecracker" => Ok(FIRECRACKER),
            "cloud-hypervisor" => Ok(CLOUD_HYPERVISOR),
            "xen-dom0" => Ok(XEN_DOM0),
            // No VMM is like this: tests show that a wrong register is noticed.
            "wrong-ebx" => Ok(Layout { ebx: START_INFO + 8, ..FIRECRACKER }),
            _ => Err(format!("no layout {name}")),
        }
    }

    /// Entries (address, size, type), in the VMM's order.
    pub fn memmap(&self, size: u64) -> Vec<(u64, u64, u32)> {
        let reserved = self.reserved.iter().map(|&(at, n)| (at, n, RESERVED));
        let mut map = vec![(0, self.low, RAM)];
        if !self.reserved_last {
            map.extend(reserved.clone());
        }
        map.push((MIB, size.min(HOLE) - MIB, RAM));
        if size > HOLE {
            map.push((END, size - HOLE, RAM));
        }
        if self.reserved_last {
            map.extend(reserved);
        }
        map
    }

    /// What the descriptor tables' addresses in registers() point to.
    pub fn tables(&self) -> Vec<(u64, u64)> {
        let at = (GDT..).step_by(8);
        if self.gdt { at.zip(DESCRIPTORS).collect() } else { vec![] }
    }

    pub fn registers(&self, s: &mut kvm_sregs) {
        let [cs, data, tr] = self.selectors;
        let flat = |selector, type_| kvm_segment {
            selector, type_, limit: 0xffffffff, present: 1, s: 1, db: 1, g: 1,
            ..Default::default()
        };
        s.cs = flat(cs, 0xb);
        let data = flat(data, 3);
        (s.ds, s.es, s.fs, s.gs, s.ss) = (data, data, data, data, data);
        s.tr = kvm_segment { limit: 0x67, s: 0, db: 0, g: 0, ..flat(tr, 0xb) };
        s.gdt.base = if self.gdt { GDT } else { 0 };
        s.gdt.limit = if self.gdt { 0x1f } else { 0 };
        s.idt.base = if self.gdt { IDT } else { 0 };
        s.idt.limit = if self.gdt { 7 } else { 0 };
        (s.cr0, s.cr4, s.efer) = (self.cr0, 0, 0);
    }
}
