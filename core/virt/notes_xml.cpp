// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how namespaces are written in metadata.
#include "virt/notes_xml.hpp"

namespace haxen::virt {

namespace {

bool is_ours(const pugi::xml_node& element) {
  for (const auto& attribute : element.attributes()) {
    if (std::string_view(attribute.name()).starts_with("xmlns") &&
        std::string_view(attribute.value()) == notes_namespace) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node notes_of(const pugi::xml_node& domain) {
  for (const auto& element : domain.child("metadata").children()) {
    if (is_ours(element) && local_name(element) == "vm") return element;
  }
  return {};
}

}  // namespace haxen::virt
