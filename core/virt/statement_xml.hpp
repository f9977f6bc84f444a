// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM's owner writes policy, groups and rules into its metadata.
#pragma once

#include <pugixml.hpp>

#include "model/statement.hpp"

namespace haxen::virt {

/// From a <domain> element:
///   <haxen:vm xmlns:haxen="urn:haxen:vm:1">
///     <haxen:policy outage_budget="100ms" may_throttle="yes" may_postcopy="no" may_shut_down="yes"
///     priority="10" handover="confirmed"/> <haxen:group name="db"/> <haxen:rule name="db spread" kind="apart" label="rack"
///     must="no" time="at_every_step" priority="5"/> <haxen:rule name="licences" kind="only_on" nodes="node1
///     node2"/>
///   </haxen:vm>
/// Bounds are those of the fleet file. Anything may stand there: what is not understood becomes a complaint,
/// and is left out; of a rule, all of it.
model::Statement read_statement(const pugi::xml_node& domain);

}  // namespace haxen::virt
