// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where in a domain's metadata haxen's own element stands, whatever prefix it was given.
#pragma once

#include <pugixml.hpp>
#include <string_view>

namespace haxen::virt {

constexpr auto notes_prefix = "haxen";
constexpr auto notes_namespace = "urn:haxen:vm:1";

/// An element's name without its prefix: libvirt puts the prefix on when it stores an element and takes it
/// off when it gives it out alone.
std::string_view local_name(const pugi::xml_node& node);

/// haxen's element in a <domain>; an empty node where there is none.
pugi::xml_node notes_of(const pugi::xml_node& domain);

}  // namespace haxen::virt
