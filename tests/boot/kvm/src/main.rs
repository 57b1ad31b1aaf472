// SPDX-License-Identifier: BSD-2-Clause
//! vmm KEY=VALUE...: boots a PVH kernel on KVM with the parts that Firecracker,
//! Cloud Hypervisor and libkrun share: linux-loader reads the file and its
//! note, and writes start_info, modules and map. Keys:
//!   kernel=FILE initrd=FILE mib=N cpus=N cmdline=TEXT
//!   layout=NAME     firecracker, cloud-hypervisor, xen-dom0
//!   e9=FILE         what the guest writes to port 0xE9, or else there is none
//!   exit=no         no port 0xF4, which ends a run with twice its value + 1
//! COM1 is standard output. The last lines of standard error say how the run
//! ended, and how often the guest stopped for what. The status of a run whose
//! kernel has not written to port 0xF4 is Stop's.
mod acpi;
mod layout;
mod xen;

use kvm_bindings::{
    kvm_pit_config, kvm_userspace_memory_region, CpuId, KVM_MAX_CPUID_ENTRIES,
    KVM_MP_STATE_HALTED,
};
use kvm_ioctls::{Kvm, VcpuExit, VcpuFd, VmFd};
use layout::Layout;
use linux_loader::cmdline::Cmdline;
use linux_loader::configurator::pvh::PvhBootConfigurator;
use linux_loader::configurator::{BootConfigurator, BootParams};
use linux_loader::loader::elf::start_info::{
    hvm_memmap_table_entry, hvm_modlist_entry, hvm_start_info,
};
use linux_loader::loader::elf::{Elf, PvhBootCapability};
use linux_loader::loader::{load_cmdline, KernelLoader};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs::File;
use std::io::{stdout, Stdout, Write};
use std::process::exit;
use vm_memory::{
    Bytes, GuestAddress, GuestMemoryBackend, GuestMemoryMmap, GuestMemoryRegion,
};
use vm_superio::serial::NoEvents;
use vm_superio::{Serial, Trigger};

pub type Failure = Box<dyn Error>;
pub type Memory = GuestMemoryMmap;

const COM1: u16 = 0x3f8;
const DEBUGCON: u16 = 0xe9;
const DEBUG_EXIT: u16 = 0xf4;

/// How a run ended. A halt is one with interrupts off, for ever.
pub enum Stop {
    DebugExit(u8),
    Port,          // the layout's own way
    Halt,
    TripleFault,   // on AMD's CPUs KVM has reset the registers by then
    Shutdown(u32), // Xen's reason
}

impl Stop {
    fn status(&self) -> i32 {
        match self {
            Stop::DebugExit(value) => 2 * *value as i32 + 1,
            Stop::Port => 64,
            Stop::Halt => 66,
            Stop::TripleFault => 68,
            Stop::Shutdown(reason) => 70 + 2 * *reason as i32,
        }
    }

    fn name(&self, layout: &Layout) -> String {
        match self {
            Stop::DebugExit(value) => format!("port 0xf4 {value:#x}"),
            Stop::Port => {
                format!("port {:#x} {:#x}", layout.end.0, layout.end.1)
            }
            Stop::Halt => "halt".into(),
            Stop::TripleFault => "triple fault".into(),
            Stop::Shutdown(reason) => format!("Xen's shutdown {reason}"),
        }
    }
}

/// Nobody takes the interrupts of COM1: the kernel polls.
struct NoInterrupt;

impl Trigger for NoInterrupt {
    type E = std::io::Error;
    fn trigger(&self) -> Result<(), Self::E> {
        Ok(())
    }
}

/// What ports are.
struct Devices {
    com1: Serial<NoInterrupt, NoEvents, Stdout>,
    e9: Option<File>,
    debug_exit: bool,
    end: layout::End,
}

impl Devices {
    fn write(&mut self, port: u16, byte: u8) -> Option<Stop> {
        match port {
            COM1..=0x3ff => drop(self.com1.write((port - COM1) as u8, byte)),
            DEBUGCON => {
                if let Some(file) = &mut self.e9 {
                    file.write_all(&[byte]).expect("port 0xE9's file");
                }
            }
            DEBUG_EXIT if self.debug_exit => return Some(Stop::DebugExit(byte)),
            _ if (port, byte) == self.end => return Some(Stop::Port),
            _ => {}
        }
        None
    }

    fn read(&mut self, port: u16) -> u8 {
        match port {
            COM1..=0x3ff => self.com1.read((port - COM1) as u8),
            DEBUGCON if self.e9.is_some() => DEBUGCON as u8,
            _ => 0xff,
        }
    }
}

/// The arguments.
struct Wanted(HashMap<String, String>);

impl Wanted {
    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.as_str())
    }

    fn number(&self, key: &str, default: u64) -> Result<u64, Failure> {
        Ok(self.text(key).map_or(Ok(default), str::parse)?)
    }
}

fn wanted() -> Result<Wanted, Failure> {
    const KEYS: [&str; 8] = [
        "kernel", "initrd", "mib", "cpus", "cmdline", "layout", "e9", "exit",
    ];
    let mut wanted = HashMap::new();
    for word in std::env::args().skip(1) {
        match word.split_once('=') {
            Some((key, value)) if KEYS.contains(&key) => {
                wanted.insert(key.to_string(), value.to_string());
            }
            _ => return Err(format!("{word}: the keys are {KEYS:?}").into()),
        }
    }
    Ok(Wanted(wanted))
}

/// Guest memory is reserved, not taken: the guest may be larger than the host.
fn memory(vm: &VmFd, size: u64) -> Result<Memory, Failure> {
    let mut ranges = vec![(GuestAddress(0), size.min(layout::HOLE) as usize)];
    if size > layout::HOLE {
        let above = (size - layout::HOLE) as usize;
        ranges.push((GuestAddress(layout::END), above));
    }
    let memory = Memory::from_ranges(&ranges)?;
    for (slot, region) in memory.iter().enumerate() {
        let start = region.start_addr();
        let region = kvm_userspace_memory_region {
            slot: slot as u32,
            flags: 0,
            guest_phys_addr: start.0,
            memory_size: region.len(),
            userspace_addr: memory.get_host_address(start)? as u64,
        };
        // SAFETY: the memory lives as long as the process.
        unsafe { vm.set_user_memory_region(region)? };
    }
    Ok(memory)
}

/// Loads the kernel, and all that is handed over to it; returns the PVH entry.
fn load(
    wanted: &Wanted, layout: &Layout, memory: &Memory, size: u64,
) -> Result<u64, Failure> {
    let name = wanted.text("kernel").ok_or("kernel= is missing")?;
    let mut file = File::open(name).map_err(|e| format!("{name}: {e}"))?;
    let above = Some(GuestAddress(1 << 20));
    let loaded = Elf::load(memory, None, &mut file, above)?;
    let PvhBootCapability::PvhEntryPresent(entry) = loaded.pvh_boot_cap else {
        return Err(format!("{name}: {}", loaded.pvh_boot_cap).into());
    };

    let mut info = hvm_start_info {
        magic: 0x336ec578,
        version: layout.version,
        flags: layout.flags,
        rsdp_paddr: layout.rsdp,
        ..Default::default()
    };
    if let Some(text) = wanted.text("cmdline") {
        let line = Cmdline::try_from(text, 65536)?;
        load_cmdline(memory, GuestAddress(layout::CMDLINE), &line)?;
        info.cmdline_paddr = layout::CMDLINE;
    }
    let mut modules = vec![];
    if let Some(name) = wanted.text("initrd") {
        let data = std::fs::read(name).map_err(|e| format!("{name}: {e}"))?;
        let end = size.min(layout::HOLE);
        let paddr = (end - data.len() as u64) & !0xfff;
        memory.write_slice(&data, GuestAddress(paddr))?;
        modules.push(hvm_modlist_entry {
            paddr, size: data.len() as u64, ..Default::default()
        });
        info.nr_modules = 1;
        info.modlist_paddr = layout::MODLIST;
    }
    let mut map = vec![];
    if layout.version > 0 {
        for (addr, size, type_) in layout.memmap(size) {
            map.push(hvm_memmap_table_entry {
                addr, size, type_, ..Default::default()
            });
        }
        info.memmap_paddr = layout::MEMMAP;
        info.memmap_entries = map.len() as u32;
    }
    let mut params = BootParams::new(&info, GuestAddress(layout::START_INFO));
    params.set_sections(&map, GuestAddress(layout::MEMMAP));
    params.set_modules(&modules, GuestAddress(layout::MODLIST));
    PvhBootConfigurator::write_bootparams(&params, memory)?;

    for (address, descriptor) in layout.tables() {
        memory.write_obj(descriptor, GuestAddress(address))?;
    }
    let cpus = wanted.number("cpus", 1)? as u8;
    let acpi = acpi::tables(layout.rsdp_at, cpus);
    memory.write_slice(&acpi, GuestAddress(layout.rsdp_at))?;
    Ok(entry.0)
}

fn vcpu(vm: &VmFd, id: u32, all: &CpuId) -> Result<VcpuFd, Failure> {
    let vcpu = vm.create_vcpu(id as u64)?;
    let mut cpuid = all.clone();
    for leaf in cpuid.as_mut_slice() {
        match leaf.function {
            1 => {
                leaf.ebx = leaf.ebx & 0xffffff | id << 24;
                leaf.ecx |= 1 << 31; // a hypervisor: the guest looks who it is
            }
            0xb => leaf.edx = id,
            _ => {}
        }
    }
    vcpu.set_cpuid2(&cpuid)?;
    Ok(vcpu)
}

/// Without a signal a vCPU that halts for ever would never be noticed.
fn tick() {
    extern "C" fn nothing(_: libc::c_int) {}
    // SAFETY: the handler does nothing, and the structures are complete.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = nothing as *const () as usize;
        libc::sigaction(libc::SIGALRM, &action, std::ptr::null_mut());
        let tick = libc::timeval { tv_sec: 0, tv_usec: 200_000 };
        let every = libc::itimerval { it_interval: tick, it_value: tick };
        libc::setitimer(libc::ITIMER_REAL, &every, std::ptr::null_mut());
    }
}

fn halted(vcpu: &VcpuFd) -> Result<bool, Failure> {
    let interrupts = vcpu.get_regs()?.rflags >> 9 & 1;
    Ok(vcpu.get_mp_state()?.mp_state == KVM_MP_STATE_HALTED && interrupts == 0)
}

fn run(
    vcpu: &mut VcpuFd, devices: &mut Devices, memory: &Memory,
    map: &[(u64, u64, u32)], exits: &mut BTreeMap<String, u64>,
) -> Result<Stop, Failure> {
    loop {
        let mut stop = None;
        let what = match vcpu.run() {
            Ok(VcpuExit::IoOut(port, bytes)) => {
                for byte in bytes {
                    stop = stop.or(devices.write(port, *byte));
                }
                format!("out {port:#x}")
            }
            Ok(VcpuExit::IoIn(port, bytes)) => {
                bytes.fill_with(|| devices.read(port));
                format!("in {port:#x}")
            }
            Ok(VcpuExit::MmioRead(_, bytes)) => {
                bytes.fill(0xff);
                "mmio read".into()
            }
            Ok(VcpuExit::MmioWrite(..)) => "mmio write".into(),
            Ok(VcpuExit::Shutdown) => return Ok(Stop::TripleFault),
            Ok(VcpuExit::Unsupported(_)) => {
                stop = xen::hypercall(vcpu, memory, map)?;
                "hypercall".into()
            }
            Ok(other) => return Err(format!("KVM stopped: {other:?}").into()),
            Err(e) if e.errno() == libc::EINTR => {
                if halted(vcpu)? {
                    return Ok(Stop::Halt);
                }
                continue;
            }
            Err(e) => return Err(e.into()),
        };
        *exits.entry(what).or_default() += 1;
        if let Some(stop) = stop {
            return Ok(stop);
        }
    }
}

fn machine() -> Result<i32, Failure> {
    let wanted = wanted()?;
    let layout = Layout::named(wanted.text("layout").unwrap_or("firecracker"))?;
    let size = wanted.number("mib", 128)? << 20;
    let kvm = Kvm::new().map_err(|e| format!("/dev/kvm: {e}"))?;
    let vm = kvm.create_vm()?;
    vm.set_tss_address(0xfffbd000)?;
    vm.create_irq_chip()?;
    vm.create_pit2(kvm_pit_config::default())?;
    let mut cpuid = kvm.get_supported_cpuid(KVM_MAX_CPUID_ENTRIES)?;
    if layout.xen {
        xen::configure(&vm)?;
        cpuid = xen::cpuid(&cpuid)?;
    }
    let memory = memory(&vm, size)?;
    let entry = load(&wanted, &layout, &memory, size)?;

    let mut first = vcpu(&vm, 0, &cpuid)?;
    for id in 1..wanted.number("cpus", 1)? {
        let mut other = vcpu(&vm, id as u32, &cpuid)?;
        // It waits for the first one's INIT, as no kernel here sends one.
        std::thread::spawn(move || while other.run().is_ok() {});
    }
    let mut sregs = first.get_sregs()?;
    layout.registers(&mut sregs);
    first.set_sregs(&sregs)?;
    let mut regs = first.get_regs()?;
    (regs.rip, regs.rbx, regs.rflags) = (entry, layout.ebx, 2);
    first.set_regs(&regs)?;

    let mut devices = Devices {
        com1: Serial::new(NoInterrupt, stdout()),
        e9: wanted.text("e9").map(File::create).transpose()?,
        debug_exit: wanted.text("exit") != Some("no"),
        end: layout.end,
    };
    let mut exits = BTreeMap::new();
    tick();
    let map = layout.memmap(size);
    let stop = run(&mut first, &mut devices, &memory, &map, &mut exits)?;
    let rip = first.get_regs()?.rip;
    eprintln!("end: {} at rip {rip:#x}", stop.name(&layout));
    eprintln!("exits: {exits:?}");
    Ok(stop.status())
}

fn main() {
    exit(machine().unwrap_or_else(|e| {
        eprintln!("vmm: {e}");
        1
    }))
}
