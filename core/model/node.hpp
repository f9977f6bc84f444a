// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a node is, as far as placing VMs on it goes.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "model/mark.hpp"

namespace haxen::model {

enum class Hypervisor { unknown, qemu, xen, test };

struct Version {
  unsigned major = 0, minor = 0, micro = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};

/// Whether a node's CPU can run what a VM's definition asks for. Unknown is never taken for fit.
enum class CpuFit { fit, unfit, unknown };

/// An active storage pool, as far as it tells whether a path means the same on two nodes.
struct StoragePool {
  std::string name;
  std::string path;    ///< where its volumes appear
  std::string source;  ///< type and origin: "netfs nas:/vms"; empty for what is local to the node
  friend bool operator==(const StoragePool&, const StoragePool&) = default;
};

enum class ImageState { unknown, absent, present };

/// What a node knows of a path at which a VM elsewhere has an image.
struct Image {
  ImageState state = ImageState::unknown;
  Bytes capacity{};                  ///< of one that is present
  std::optional<Bytes> available{};  ///< what its folder's file system has left
  friend bool operator==(const Image&, const Image&) = default;
};

struct Node {
  NodeName name;
  Hypervisor hypervisor = Hypervisor::unknown;
  Version hypervisor_version;
  Version libvirt_version;
  std::string host_uuid;

  Bytes memory_total{};                 ///< physical memory
  Bytes memory_capacity{};              ///< what VMs may hold: physical or capped, less the reserve
  std::optional<Bytes> memory_free{};   ///< as the node measures it; a second guard, never a promise
  unsigned cpus = 0;                    ///< logical CPUs
  std::optional<double> cpu_used{};     ///< busy CPUs, 0..cpus
  std::optional<double> vcpu_limit{};   ///< virtual CPUs that VMs may hold here at most; none: no limit
  std::optional<Bandwidth> link{};      ///< each direction; unknown unless the fleet file says it

  std::optional<Mark> mark;
  std::map<std::string, std::string> labels;

  bool may_migrate = true;  ///< this user may define, start and migrate VMs here
  std::set<std::string> emulators;
  std::set<std::string> machines;  ///< machine types, aliases and canonical names alike
  std::optional<std::set<std::string>> bridges;  ///< unknown where the node has no interface driver
  std::set<std::string> networks;  ///< active libvirt networks
  std::vector<StoragePool> pools;
  std::map<std::string, Image> images;    ///< by path; only of those that were asked for
  std::map<std::string, CpuFit> cpu_fit;  ///< by Vm::cpu

  friend bool operator==(const Node&, const Node&) = default;
};

/// A cordoned node takes no VM.
inline bool is_cordoned(const Node& node) {
  return node.mark && (node.mark->kind == MarkKind::cordon || node.mark->leaving);
}

}  // namespace haxen::model
