// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how images are looked for, made and removed on a node, by the volumes of its storage pools.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// What leads where. A pool is looked through anew, since images come and go without its knowing; where
/// nobody may do that, or no active pool has the path's own folder, the path is unknown.
Result<std::map<std::string, model::Image>> find_images(const Session& session,
                                                        const std::vector<std::string>& paths);

/// A sparse image. Where no pool has the folder, one is started for the moment that it takes; the folder
/// itself is never made. Refuses with `exists` where anything is at the path: nothing is ever written over.
Result<void> make_image(const Session& session, const ImageOrder& order);

/// Removes the image; none is as good.
Result<void> remove_image(const Session& session, const std::string& path);

}  // namespace haxen::virt
