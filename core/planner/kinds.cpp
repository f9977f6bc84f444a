// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what tells one kind of VM or node from another.
#include "planner/kinds.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <limits>

#include "planner/eligibility.hpp"
#include "planner/storage.hpp"

namespace haxen::planner {
namespace {

constexpr auto unjudged = std::numeric_limits<std::uint32_t>::max();

/// Parts that no text can imitate: each is preceded by its length.
class Signature {
 public:
  Signature& add(std::string_view part) {
    fmt::format_to(std::back_inserter(text_), "{}:", part.size());
    text_.append(part);
    return *this;
  }
  template <class Range>
  Signature& add_all(const Range& parts) {
    for (const auto& part : parts) add(part);
    text_.push_back(';');
    return *this;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

Kinds::Kinds(std::vector<const model::Node*> nodes, LocalDisks local)
    : nodes_(std::move(nodes)), local_(local) {
  for (const auto* node : nodes_) {
    for (const auto& [path, image] : node->images) paths_.insert(path);
    ++host_uuids_[node->host_uuid];
    for (const auto& pool : node->pools) folders_.emplace_back(folder_of(pool));
  }
  std::ranges::sort(folders_);
  folders_.erase(std::unique(folders_.begin(), folders_.end()), folders_.end());
  std::unordered_map<std::string, std::uint32_t> known;
  for (std::uint32_t index = 0; index < nodes_.size(); ++index) {
    const auto [entry, is_new] =
        known.try_emplace(signature(*nodes_[index]), static_cast<std::uint32_t>(known.size()));
    node_kind_.push_back(entry->second);
    if (is_new) {
      first_node_.push_back(index);
      second_node_.push_back(index);
    } else if (second_node_[entry->second] == first_node_[entry->second]) {
      second_node_[entry->second] = index;
    }
  }
}

void Kinds::add_vms(std::vector<const model::Vm*> vms) {
  vms_ = std::move(vms);
  vm_kind_.assign(vms_.size(), unjudged);
}

std::string Kinds::signature(const model::Node& node) const {
  Signature text;
  text.add(fmt::format("{} {} {}.{}.{}", static_cast<int>(node.hypervisor), model::is_cordoned(node),
                       node.hypervisor_version.major, node.hypervisor_version.minor,
                       node.hypervisor_version.micro));
  text.add(node.may_migrate ? "may" : "");
  // A host UUID of its own sets a node apart from none of the others.
  text.add(node.host_uuid.empty() ? "?" : host_uuids_.at(node.host_uuid) > 1 ? node.host_uuid : "");
  text.add_all(node.emulators).add_all(node.machines).add_all(node.networks);
  if (node.bridges) text.add_all(*node.bridges);
  for (const auto& pool : node.pools) text.add(pool.name).add(pool.path).add(pool.source);
  for (const auto& [path, image] : node.images)
    text.add(path).add(fmt::format("{} {}", static_cast<int>(image.state), image.capacity.count));
  for (const auto& [cpu, fit] : node.cpu_fit) text.add(cpu).add(std::to_string(static_cast<int>(fit)));
  return text.take();
}

std::string_view Kinds::covering_folder(std::string_view path) const {
  for (auto end = path.size(); end != std::string_view::npos && end > 0; end = path.rfind('/', end - 1)) {
    const auto folder = path.substr(0, end);
    if (std::ranges::binary_search(folders_, folder)) return folder;
  }
  return std::ranges::binary_search(folders_, "/") ? "/" : "";
}

std::string Kinds::signature(const model::Vm& vm) const {
  Signature text;
  text.add(vm.machine).add(vm.emulator).add(vm.cpu).add_all(vm.bridges).add_all(vm.networks);
  for (const auto& disk : vm.disks) {
    text.add(std::to_string(static_cast<int>(disk.kind))).add(disk.cdrom ? "cdrom" : "");
    if (local_ == LocalDisks::copied || paths_.contains(disk.source))
      text.add(disk.source)
          .add(disk.format)
          .add(disk.uncopyable)
          .add(fmt::format("{} {}", disk.read_only,
                           disk.capacity ? std::to_string(disk.capacity->count) : "?"));
    // Which pools cover a path depends on the closest folder of any pool alone, unless the path is an odd
    // one.
    const bool is_odd =
        disk.source.find("/.") != std::string::npos || disk.source.find("//") != std::string::npos;
    if (disk.kind == model::DiskKind::network)
      text.add("");
    else if (is_odd || disk.source.empty())
      text.add(disk.source);
    else if (disk.source.starts_with('/'))
      text.add("/").add(covering_folder(disk.source.substr(0, disk.source.rfind('/'))));
    else
      text.add(std::string_view(disk.source).substr(0, disk.source.find('/')));
  }
  // A copy that was cut short has left images which are in nobody's way but others'.
  if (local_ == LocalDisks::copied && vm.pending) text.add(vm.pending->to.str()).add_all(vm.pending->images);
  return text.take();
}

std::uint32_t Kinds::kind_of_vm(std::uint32_t vm) const {
  if (vm_kind_[vm] != unjudged) return vm_kind_[vm];
  const auto [entry, is_new] =
      vm_kinds_.try_emplace(signature(*vms_[vm]), static_cast<std::uint32_t>(vm_kinds_.size()));
  if (is_new) {
    first_vm_.push_back(vm);
    verdicts_.resize(verdicts_.size() + first_node_.size());
  }
  return vm_kind_[vm] = entry->second;
}

bool Kinds::is_free_of_obstacles(std::uint32_t vm, std::uint32_t from, std::uint32_t to) const {
  if (from == to) return false;
  const auto kind = kind_of_vm(vm);
  const auto source = node_kind_[from];
  const auto target = node_kind_[to];
  auto& row = verdicts_[kind * first_node_.size() + source];
  if (row.empty()) row.resize(first_node_.size(), Verdict::open);
  if (row[target] == Verdict::open) {
    const auto* stand_in = nodes_[source == target ? second_node_[target] : first_node_[target]];
    const bool none =
        obstacles(*vms_[first_vm_[kind]], *nodes_[first_node_[source]], *stand_in, local_).empty();
    row[target] = none ? Verdict::yes : Verdict::no;
  }
  return row[target] == Verdict::yes;
}

}  // namespace haxen::planner
