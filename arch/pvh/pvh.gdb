# SPDX-License-Identifier: BSD-2-Clause
# For gdb, and a kernel with the kit under QEMU; DEBUGGING shows a session.
#
#	pvh FILE [FOLDER]  the kernel, and where this file is, or else pvh
#	pvh-entry          go on to the PVH entry, in 32-bit code
#	pvh-long           go on to the first 64-bit instruction
#	pvh-native         go on to the native entry
#
# The kit is linked at KERNBASE, but runs where it was loaded until it calls C:
# its symbols are there twice. At every stop hook-stop tells gdb the mode that
# the CPU is in. For gdb takes its mode from the executable file, or else from
# QEMU, which always says 64 bits; so there is no executable file after the
# first stop, only its symbols, and for 32 bits there is pvh32.xml. That has other
# numbers for registers, which are therefore written all at once, by a G packet.
set confirm off
set pagination off
set remoteaddresssize 64
set remote set-register-packet off

# The mode that gdb is in, or 0 before the first stop.
set $pvh_bits = 0

define pvh
	if $argc == 1
		set $pvh_folder = "pvh"
	else
		set $pvh_folder = "$arg1"
	end
	file $arg0
	set $pvh_base = (unsigned long long)&pvh_kernbase
	set $pvh_start32 = (unsigned long long)&pvh_start32 - $pvh_base
	set $pvh_start64 = (unsigned long long)&pvh_start64 - $pvh_base
	set $pvh_begin = (unsigned long long)&pvh_begin - $pvh_base
	set $pvh_end = (unsigned long long)&pvh_end - $pvh_base
	set $pvh_mov = (unsigned long long)&'pvh_start64.native' - $pvh_base
	if $pvh_base != 0
		add-symbol-file $arg0 -o -$pvh_base
	end
	set $pvh_bits = 0
	if $_thread != 0
		pvh-mode
	end
end

# With EFER.LMA the CPU runs 64-bit code, but for the kit's: up to pvh_start64,
# and in its segment CODE32 (pvh.inc).
define pvh-mode
	set $pvh_now = ($efer & 0x400) != 0 ? 64 : 32
	if $pc >= $pvh_start32 && $pc < $pvh_start64
		set $pvh_now = 32
	end
	if $pc >= $pvh_begin && $pc < $pvh_end && $cs == 0x18
		set $pvh_now = 32
	end
	if $pvh_now != $pvh_bits
		if $pvh_now == 32
			exec-file
			eval "set tdesc filename %s/pvh32.xml", $pvh_folder
		else
			unset tdesc filename
		end
		set $pvh_bits = $pvh_now
	end
end

define hook-stop
	if !$_isvoid($pvh_end)
		pvh-mode
	end
end

define pvh-entry
	thbreak *$pvh_start32
	continue
end

define pvh-long
	thbreak *$pvh_start64
	continue
end

# Where it is the kit's code says. A 32-bit entry runs where it was loaded.
define pvh-native
	if $pvh_bits == 32
		pvh-long
	end
	set $pvh_native = *(unsigned long long *)($pvh_mov + 2)
	hbreak *$pvh_native
	if $pvh_native < $pvh_base || $pvh_base == 0
		continue
		delete $bpnum
	else
		set $pvh_first = $bpnum
		hbreak *($pvh_native - $pvh_base)
		continue
		delete $pvh_first $bpnum
	end
end

document pvh
Take FILE's symbols. FOLDER is where pvh.gdb and pvh32.xml are: pvh, if none.
end
document pvh-mode
Tell gdb which mode the CPU is in. This is done at every stop, too.
end
document pvh-entry
Go on to the PVH entry, where the hypervisor jumps to, in 32-bit code.
end
document pvh-long
Go on to the kit's first 64-bit instruction.
end
document pvh-native
Go on to the kernel's native entry, where all loaders enter it.
end
