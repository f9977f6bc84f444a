// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the lab's nodes and VMs, for the cases.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "virt/libvirt_hosts.hpp"

namespace haxen::lab {

struct LabNode {
  NodeName name;
  std::string uri;
  std::string peer_uri;
  std::string migrate_uri;
};

/// From the fleet file that HAXEN_FLEET names.
std::vector<LabNode> nodes();
std::vector<virt::Endpoint> endpoints();

/// What a result holds, or the end of the case with the fault's words.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The lab as haxen's own connections see it. A case calls one thing after the other; what runs beside it is
/// spawned.
class Lab {
 public:
  Lab() : Lab(endpoints()) {}
  explicit Lab(const std::vector<virt::Endpoint>& ends) : hosts(loop, ends) {}

  template <class T>
  T ask(Task<Result<T>> question) {
    return must(loop.run(std::move(question)));
  }
  std::unique_ptr<virt::Host> open(const NodeName& node) { return ask(hosts.open(node)); }
  /// A running VM by its name, with the node that it is on.
  model::Vm find(const std::string& vm);
  /// Some other node than this.
  NodeName other_than(const NodeName& node) const;
  virt::MigrationRequest request(const model::Vm& vm, const NodeName& to) const;

  Loop loop;
  virt::LibvirtHosts hosts;
};

}  // namespace haxen::lab
