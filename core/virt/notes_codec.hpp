// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how haxen's notes stand in a VM's metadata: <haxen:vm><haxen:origin …/><haxen:move …/><haxen:moved …/></haxen:vm>.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "virt/notes.hpp"
#include "virt/notes_xml.hpp"

namespace haxen::virt {

/// From a <domain> element; empty notes where it has none. A move that lacks its operation or an end is left
/// out, and so is a time that is none.
Notes read_notes(const pugi::xml_node& domain);

/// From the element alone, as virDomainGetMetadata gives it.
Notes read_notes_element(const std::string& xml);

/// The element with these notes in it, as virDomainSetMetadata takes it. What else `former` (the element as
/// it was, or empty) holds stays: policy may be written there by hand. None when nothing is left.
std::optional<std::string> notes_element(const std::string& former, const Notes& notes);

/// The domain's XML with these notes in its metadata, as virDomainDefineXML takes it; what else it holds
/// stays. Refuses what is no domain.
Result<std::string> with_notes(const std::string& xml, const Notes& notes);

}  // namespace haxen::virt
