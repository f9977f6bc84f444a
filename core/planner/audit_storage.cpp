// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how copied disks are added up anew, and where a definition may go.
#include "planner/audit_storage.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "planner/eligibility.hpp"
#include "planner/storage.hpp"

namespace haxen::planner::auditing {
namespace {

using model::Blocker;
using model::Reason;

class Found {
 public:
  explicit Found(const model::Move& move) : move_(move) {}
  void add(Reason reason, std::string detail) {
    all_.push_back({reason, move_.vm, move_.to, std::move(detail)});
  }
  void add_all(const std::vector<Blocker>& more) { all_.insert(all_.end(), more.begin(), more.end()); }
  std::vector<Blocker> take() { return std::move(all_); }

 private:
  const model::Move& move_;
  std::vector<Blocker> all_;
};

std::string folder(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// What the plan says of a copy must be what the VM and the target say.
bool is_true(const model::DiskCopy& copy, const model::Vm& vm) {
  return std::ranges::any_of(vm.disks, [&](const model::Disk& disk) {
    return disk.target == copy.target && disk.source == copy.path && disk.capacity == copy.capacity &&
           (disk.format.empty() ? "raw" : disk.format) == copy.format && !disk.read_only && !disk.cdrom;
  });
}

bool is_left_out(const model::Disk& disk, const model::Move& move, const model::Node& from,
                 const model::Node& to) {
  if (disk.cdrom || disk.read_only || is_same_storage(disk, from, to)) return false;
  return std::ranges::find(move.copies, disk.target, &model::DiskCopy::target) == move.copies.end();
}

}  // namespace

std::vector<Blocker> broken_storage(const Ground& ground, const std::vector<model::Move>& moves) {
  std::vector<Blocker> all;
  std::map<std::pair<NodeName, std::string>, std::uint64_t> wanted;
  std::set<std::pair<NodeName, std::string>> taken;
  for (const auto& move : moves) {
    const auto* vm = ground.vm(move.vm);
    const auto* from = ground.node(move.from);
    const auto* to = ground.node(move.to);
    if (!vm || !to || move.kind == model::MoveKind::adopt) continue;
    Found found(move);
    for (const auto& copy : move.copies) {
      if (!is_true(copy, *vm)) found.add(Reason::disk_not_copied, copy.path);
      if (!taken.emplace(move.to, copy.path).second) found.add(Reason::image_exists, copy.path);
      const auto needed = wanted[{move.to, folder(copy.path)}] += copy.bytes.count;
      const auto image = to->images.find(copy.path);
      const bool is_told = image != to->images.end() && image->second.available;
      if (is_told && needed > image->second.available->count)
        found.add(Reason::not_enough_storage, folder(copy.path));
    }
    for (const auto& disk : vm->disks)
      if (from && !move.copies.empty() && is_left_out(disk, move, *from, *to))
        found.add(Reason::disk_not_proven, disk.source);
    const auto broken = found.take();
    all.insert(all.end(), broken.begin(), broken.end());
  }
  return all;
}

std::vector<Blocker> broken_definition(const Ground& ground, const model::Move& move) {
  Found found(move);
  const auto* from = ground.node(move.from);
  const auto* to = ground.node(move.to);
  const model::Vm* vm = nullptr;
  for (const auto* copy : ground.copies(move.vm)) {
    if (copy->node == move.from) vm = copy;
    if (model::is_active(copy->state)) found.add(Reason::active_elsewhere, copy->node.str());
    if (copy->node == move.to) found.add(Reason::already_there, "a definition");
  }
  if (!vm || !from) found.add(Reason::not_at_source, move.from.str());
  if (!to) found.add(Reason::target_unreachable, {});
  if (!vm || !from || !to) return found.take();
  found.add_all(hindrances(*vm, *from));
  found.add_all(obstacles(*vm, *from, *to));
  for (const auto* other : ground.named(vm->name))
    if (other->node == move.to && other->uuid != vm->uuid) found.add(Reason::name_taken, other->uuid.str());
  return found.take();
}

}  // namespace haxen::planner::auditing
