// SPDX-License-Identifier: BSD-2-Clause
//! Enough of Xen for a PVH dom0 on an Intel CPU, by KVM_CAP_XEN_HVM: hypercalls
//! end the vCPU's run. Source: Xen, public/xen.h, memory.h, sched.h, version.h
//! and arch-x86/cpuid.h.
use crate::{Failure, Memory, Stop};
use kvm_bindings::{kvm_cpuid_entry2, kvm_xen_hvm_config, CpuId, KVMIO};
use kvm_bindings::{KVM_EXIT_XEN, KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL};
use kvm_ioctls::{VcpuFd, VmFd};
use std::io::Write;
use vm_memory::{Bytes, GuestAddress};
use vmm_sys_util::ioctl::ioctl_with_ref;
use vmm_sys_util::ioctl_iow_nr;

ioctl_iow_nr!(KVM_XEN_HVM_CONFIG, KVMIO, 0x7a, kvm_xen_hvm_config);

const LEAF: u32 = 0x40000000;
const VERSION: u32 = 4 << 16 | 17;
const MEMORY_OP: u64 = 12;
const XENMEM_MEMORY_MAP: u64 = 9;
const XEN_VERSION: u64 = 17;
const XENVER_GET_FEATURES: u64 = 6;
const XENFEAT_DOM0: u32 = 11;
const CONSOLE_IO: u64 = 18;
const CONSOLEIO_WRITE: u64 = 0;
const SCHED_OP: u64 = 29;
const SCHEDOP_SHUTDOWN: u64 = 2;
const ENOSYS: i64 = 38;

/// The CPU's vendor is Intel, so that the guest takes vmcall; the hypervisor is
/// Xen.
pub fn cpuid(cpuid: &CpuId) -> Result<CpuId, Failure> {
    let mut leaves = cpuid.as_slice().to_vec();
    leaves.retain(|l| l.function & 0xffffff00 != LEAF);
    for l in leaves.iter_mut() {
        if l.function == 0 {
            (l.ebx, l.edx, l.ecx) = (0x756e6547, 0x49656e69, 0x6c65746e);
        }
    }
    leaves.push(kvm_cpuid_entry2 {
        function: LEAF, eax: LEAF + 2,
        ebx: 0x566e6558, ecx: 0x65584d4d, edx: 0x4d4d566e,
        ..Default::default()
    });
    leaves.push(kvm_cpuid_entry2 {
        function: LEAF + 1, eax: VERSION, ..Default::default()
    });
    CpuId::from_entries(&leaves).map_err(|e| format!("CPUID: {e:?}").into())
}

pub fn configure(vm: &VmFd) -> Result<(), Failure> {
    let config = kvm_xen_hvm_config {
        flags: KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL,
        msr: LEAF, // without one KVM takes all for its own hypercalls
        ..Default::default()
    };
    // SAFETY: the file is a VM's, and the structure the one that it takes.
    match unsafe { ioctl_with_ref(vm, KVM_XEN_HVM_CONFIG(), &config) } {
        0 => Ok(()),
        _ => Err("this KVM has no Xen hypercalls".into()),
    }
}

/// Answers a hypercall, if that is what the vCPU stopped for.
pub fn hypercall(
    vcpu: &mut VcpuFd, memory: &Memory, map: &[(u64, u64, u32)],
) -> Result<Option<Stop>, Failure> {
    let run = vcpu.get_kvm_run();
    if run.exit_reason != KVM_EXIT_XEN {
        return Err(format!("KVM stopped for {}", run.exit_reason).into());
    }
    // SAFETY: the reason is Xen's, whose only member is hcall.
    let call = unsafe { run.__bindgen_anon_1.xen.u.hcall };
    let [first, second, third, ..] = call.params;
    let at = |address| -> Result<GuestAddress, Failure> {
        Ok(GuestAddress(vcpu.translate_gva(address)?.physical_address))
    };
    let mut result = 0;
    match (call.input, first) {
        (MEMORY_OP, XENMEM_MEMORY_MAP) => {
            let buffer: u64 = memory.read_obj(at(second + 8)?)?;
            for (i, &(addr, size, kind)) in map.iter().enumerate() {
                let entry = at(buffer + 20 * i as u64)?;
                memory.write_obj([addr, size], entry)?;
                memory.write_obj(kind, GuestAddress(entry.0 + 16))?;
            }
            memory.write_obj(map.len() as u32, at(second)?)?;
        }
        (XEN_VERSION, XENVER_GET_FEATURES) => {
            memory.write_obj(1u32 << XENFEAT_DOM0, at(second + 4)?)?;
        }
        (CONSOLE_IO, CONSOLEIO_WRITE) => {
            let mut text = vec![0; second.min(4096) as usize];
            memory.read_slice(&mut text, at(third)?)?;
            std::io::stdout().write_all(&text)?;
        }
        (SCHED_OP, SCHEDOP_SHUTDOWN) => {
            let reason: u32 = memory.read_obj(at(second)?)?;
            return Ok(Some(Stop::Shutdown(reason)));
        }
        _ => result = -ENOSYS,
    }
    let run = vcpu.get_kvm_run();
    run.__bindgen_anon_1.xen.u.hcall.result = result as u64;
    Ok(None)
}
