// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's mark is written into the description of a libvirt secret.
#pragma once

#include <optional>
#include <string>

#include "model/mark.hpp"

namespace haxen::virt {

/// One line of ASCII JSON. The mark's id is not in it: that is the secret's own UUID.
std::string mark_text(const model::Mark& mark);

/// The mark of the secret `id` with that description. What cannot be read to the letter is somebody's mark
/// nevertheless: it comes back as a cordon, not active, by nobody known, whose reason says that it could not
/// be read.
model::Mark read_mark_text(const std::string& id, const std::string& text);

/// The XML of a value-less secret that holds a mark; and the mark in such an XML.
std::string mark_secret(const model::Mark& mark);
model::Mark read_mark_secret(const std::string& xml);

/// The usage names, of type volume, that a node can hold one secret each for: of its mark, and of one that
/// says that the node goes down.
constexpr auto mark_usage = "/haxen/mark";
constexpr auto leaving_usage = "/haxen/leaving";

}  // namespace haxen::virt
