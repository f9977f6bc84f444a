// SPDX-License-Identifier: GPL-2.0-or-later
// Knows for each reason that keeps a VM from moving what it is and what would resolve it.
#include <fmt/format.h>

#include "report/words.hpp"

namespace haxen::report {

std::string_view sentence(model::Reason reason) {
  using model::Reason;
  switch (reason) {
    case Reason::host_device: return "it uses a device of its host";
    case Reason::snapshot: return "it has snapshots, and libvirt moves no VM that has";
    case Reason::checkpoint: return "it has checkpoints, and libvirt moves no VM that has";
    case Reason::block_job: return "a block job is running on one of its disks";
    case Reason::virtiofs: return "a directory of its host is shared into it";
    case Reason::shared_memory: return "it shares memory with something else on its host";
    case Reason::transient_disk: return "a transient disk keeps its changes on its host";
    case Reason::tpm_state: return "its TPM state would be left behind";
    case Reason::nvram_state: return "its firmware variables would be left behind";
    case Reason::managed_save: return "its saved state would be left behind";
    case Reason::cpu_invtsc: return "its CPU has an invariant TSC of no fixed frequency";
    case Reason::pinned: return "it is tied to CPUs, NUMA nodes or huge pages of its host";
    case Reason::too_busy: return "it writes its memory too fast to be moved within its outage budget";
    case Reason::definition_unread: return "its definition could not be understood";
    case Reason::not_running: return "it is not running";
    case Reason::job_under_way: return "something else is being done with it";
    case Reason::source_not_permitted: return "this user may not move VMs away from its node";
    case Reason::active_elsewhere: return "it runs on another node; what is defined here is a left-over";
    case Reason::definition_in_doubt: return "it is not proven that what is defined here is no left-over";
    case Reason::active_twice: return "it is active on two nodes at once";
    case Reason::same_node: return "it is on that node already";
    case Reason::target_unreachable: return "the node does not answer";
    case Reason::cordoned: return "the node is cordoned";
    case Reason::target_not_permitted: return "this user may not start VMs there";
    case Reason::not_enough_memory: return "not enough memory there";
    case Reason::cpu_unfit: return "its CPU cannot run there";
    case Reason::cpu_unknown: return "it is not known whether its CPU can run there";
    case Reason::hypervisor_differs: return "another hypervisor runs there";
    case Reason::machine_unfit: return "its machine type is not known there";
    case Reason::emulator_missing: return "its emulator is missing there";
    case Reason::bridge_missing: return "a bridge is missing there";
    case Reason::network_missing: return "a network is missing there, or not active";
    case Reason::disk_not_proven: return "nothing proves that its disk is there";
    case Reason::disk_not_copied: return "its disk is local, and cannot be copied";
    case Reason::medium_not_there: return "nothing proves that the medium in its drive is there";
    case Reason::image_missing: return "there is no image for its disk there";
    case Reason::image_not_there: return "nothing proves that its read-only image is there";
    case Reason::image_exists: return "an image is in the place where its disk would be copied to";
    case Reason::not_enough_storage: return "not enough room for its disks there";
    case Reason::older_hypervisor: return "the hypervisor there is older than the one it runs on";
    case Reason::duplicate_host: return "both nodes report the same host UUID";
    case Reason::not_in_ledger: return "nobody has kept its definition";
    case Reason::lost_node_answers: return "its node answers after all";
    case Reason::already_there: return "a VM with its UUID exists there";
    case Reason::name_taken: return "another VM there has its name";
    case Reason::not_enough_cpus: return "not enough virtual CPUs left there";
    case Reason::rule: return "a rule forbids it";
    case Reason::not_at_source: return "it is not where the plan takes it from";
    case Reason::order_broken: return "the order of its moves does not work out";
    case Reason::no_target: return "no node can take it";
    case Reason::excluded_target: return "the node is not among the targets asked for";
  }
  return "?";
}

std::string sentence(const model::Blocker& blocker) {
  if (blocker.detail.empty()) return std::string(sentence(blocker.reason));
  return fmt::format("{}: {}", sentence(blocker.reason), blocker.detail);
}

std::string remedy(model::Reason reason, std::string_view vm, std::string_view node) {
  using model::Reason;
  switch (reason) {
    case Reason::host_device: return fmt::format("virsh detach-device {} DEVICE.xml, or shut it down", vm);
    case Reason::snapshot: return fmt::format("virsh snapshot-delete {} SNAPSHOT, once it is not needed", vm);
    case Reason::checkpoint:
      return fmt::format("virsh checkpoint-delete {} CHECKPOINT, once it is not needed", vm);
    case Reason::block_job: return fmt::format("wait for its end, or virsh blockjob {} DISK --abort", vm);
    case Reason::virtiofs: return "unmount the directory in the guest and detach it, or shut the VM down";
    case Reason::shared_memory: return "detach its shared-memory device, or shut it down";
    case Reason::transient_disk: return "shut it down: what is on that disk is not meant to last";
    case Reason::tpm_state:
    case Reason::nvram_state: return fmt::format("virsh start {} and move it while it runs", vm);
    case Reason::managed_save:
      return fmt::format("virsh start {} and move it while it runs, or virsh managedsave-remove {}", vm, vm);
    case Reason::cpu_invtsc:
      return fmt::format("fix the frequency of its tsc timer with virsh edit {}, and restart it", vm);
    case Reason::pinned: return fmt::format("take the pinning out with virsh edit {}, and restart it", vm);
    case Reason::too_busy:
      return "wait for a quieter hour, allow a longer pause (--max-outage), slow it down "
             "(--allow-throttle), let the rest of its memory follow it (--allow-postcopy), or "
             "shut it down";
    case Reason::definition_unread: return fmt::format("look at virsh dumpxml {}", vm);
    case Reason::not_running:
      return fmt::format("haxen repair {} where a move has left it so; else virsh resume {}, or shut it down",
                         vm, vm);
    case Reason::job_under_way: return fmt::format("wait for its end, or virsh domjobabort {}", vm);
    case Reason::source_not_permitted:
    case Reason::target_not_permitted:
      return fmt::format("give {} a URI with another user in the fleet file", node);
    case Reason::active_elsewhere:
    case Reason::already_there:
      return fmt::format("haxen repair {} removes it from {} where it is proven a left-over", vm, node);
    case Reason::definition_in_doubt:
      return fmt::format(
          "let all nodes answer, see 'haxen status --audit', and undefine {} on {} if it is one", vm, node);
    case Reason::not_in_ledger:
      return "haxen ledger import FILE, with what another admin host has kept; or virsh define and start it";
    case Reason::lost_node_answers: return fmt::format("haxen status {} tells what it does", node);
    case Reason::active_twice:
      return fmt::format("haxen repair {} mends it where that is safe, and else tells how to decide", vm);
    case Reason::same_node:
    case Reason::excluded_target: return "name other targets with --to";
    case Reason::target_unreachable: return fmt::format("haxen status {} tells why", node);
    case Reason::cordoned: return fmt::format("haxen uncordon {}, if it may take VMs again", node);
    case Reason::not_enough_memory: return fmt::format("make room on {}", node);
    case Reason::cpu_unfit: return fmt::format("give it a CPU model that {} has too, and restart it", node);
    case Reason::cpu_unknown: return "give it a CPU model by name, and restart it";
    case Reason::hypervisor_differs: return "it needs a node with the hypervisor that it runs on";
    case Reason::machine_unfit: return fmt::format("upgrade the hypervisor of {}", node);
    case Reason::emulator_missing: return fmt::format("install it on {}", node);
    case Reason::bridge_missing: return fmt::format("make the bridge on {}", node);
    case Reason::network_missing: return fmt::format("virsh net-start NETWORK on {}", node);
    case Reason::disk_not_proven:
      return "--copy-storage takes a running VM's local disks along; or put it into a storage pool that both "
             "nodes have from the same source";
    case Reason::disk_not_copied:
      return "put it into a storage pool that both nodes have from the same source, or shut the VM down";
    case Reason::medium_not_there:
      return fmt::format("eject it (virsh change-media {} DRIVE --eject), or put it on {}, in an active pool",
                         vm, node);
    case Reason::image_missing: return fmt::format("put it on {}: haxen makes none", node);
    case Reason::image_not_there:
      return fmt::format("put it on {}, in an active storage pool: read-only images are not copied", node);
    case Reason::image_exists:
      return fmt::format(
          "if an earlier move left it there: virsh vol-delete PATH on {}; nothing is ever written over",
          node);
    case Reason::not_enough_storage: return fmt::format("make room on {}", node);
    case Reason::older_hypervisor: return fmt::format("upgrade the hypervisor of {}", node);
    case Reason::duplicate_host:
      return fmt::format("set a host_uuid of its own in libvirtd.conf of {}", node);
    case Reason::name_taken:
      return fmt::format("virsh domrename {} on one of the nodes, while it is off", vm);
    case Reason::not_enough_cpus: return fmt::format("raise the limit of {} in the fleet file", node);
    case Reason::rule: return "change the rule in the fleet file";
    case Reason::not_at_source: return "plan again: it was moved meanwhile";
    case Reason::order_broken: return "plan again; if that does not help, this is a fault in haxen";
    case Reason::no_target: return "resolve what stands in the way on one of the nodes";
  }
  return "?";
}

}  // namespace haxen::report
