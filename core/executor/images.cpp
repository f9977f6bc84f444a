// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in what order images are made, and when they may be removed.
#include "executor/images.hpp"

#include <fmt/format.h>

namespace haxen::executor {

std::vector<std::string> paths_of(const std::vector<model::DiskCopy>& copies) {
  std::vector<std::string> paths;
  for (const auto& copy : copies) paths.push_back(copy.path);
  return paths;
}

Task<Result<void>> make_images(Connections& connections, NodeName node, std::vector<model::DiskCopy> copies) {
  std::vector<std::string> made;
  for (const auto& copy : copies) {
    const virt::ImageOrder order{copy.path, copy.format, copy.capacity};
    const auto done = co_await connections.make_image(node, order);
    if (!done) {
      co_await remove_images(connections, node, made);
      co_return done;
    }
    made.push_back(copy.path);
  }
  co_return Result<void>{};
}

Task<std::vector<std::string>> remove_images(Connections& connections, NodeName node,
                                             std::vector<std::string> paths) {
  std::vector<std::string> failed;
  for (const auto& path : paths) {
    const auto removed = co_await connections.remove_image(node, path);
    if (!removed)
      failed.push_back(fmt::format("image '{}' on node '{}' could not be removed: {}", path, node,
                                   removed.error().message));
  }
  co_return failed;
}

Task<std::vector<std::string>> remove_remnants(Connections& connections, model::Vm vm) {
  if (!vm.pending || vm.pending->images.empty() || vm.node != vm.pending->from)
    co_return std::vector<std::string>{};
  const auto target = vm.pending->to;
  const auto here = co_await connections.look(vm.node, vm.uuid);
  const auto there = co_await connections.look(target, vm.uuid);
  const bool is_proven = here && here->defined && !here->job && there && !there->defined;
  if (!is_proven) {
    const auto why = there ? std::string("the VM is known there") : there.error().message;
    co_return std::vector{
        fmt::format("images of a move that was cut short stay on node '{}': {}", target, why)};
  }
  const auto paths = vm.pending->images;
  co_return co_await remove_images(connections, target, paths);
}

}  // namespace haxen::executor
