// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [[node]], their bounds, and what follows from the ones left out.
#include <fmt/format.h>

#include "config/names.hpp"
#include "config/record.hpp"
#include "config/tables.hpp"
#include "config/uri.hpp"

namespace haxen::config {

namespace {

// A member of the entry within the written node.
template <class T>
auto in_entry(T NodeEntry::*member) {
  return [member](WrittenNode& node) -> T& { return node.entry.*member; };
}

Reading<NodeName> node_name() {
  return [](const Entry& entry) {
    return text_that(accept_node_name)(entry).map([](const std::string& name) { return NodeName(name); });
  };
}

const Fields<WrittenNode>& fields() {
  static const Fields<WrittenNode> all = {
      field<WrittenNode>("name", in_entry(&NodeEntry::name), node_name()),
      field<WrittenNode>("uri", in_entry(&NodeEntry::uri), text_that(accept_node_uri)),
      field<WrittenNode>("peer_uri", in_entry(&NodeEntry::peer_uri), text_that(accept_peer_uri)),
      field<WrittenNode>("migrate_uri", in_entry(&NodeEntry::migrate_uri), text_that(accept_migrate_uri)),
      field<WrittenNode>("memory", in_entry(&NodeEntry::memory), size(mib(1), most_memory)),
      field<WrittenNode>("reserve", &WrittenNode::reserve, size(Bytes{0}, most_memory)),
      field<WrittenNode>("link", in_entry(&NodeEntry::link), bandwidth()),
      field<WrittenNode>("labels", in_entry(&NodeEntry::labels), texts_by_name()),
      field<WrittenNode>("fence", in_entry(&NodeEntry::fence), fence_levels()),
      field<WrittenNode>("lease", in_entry(&NodeEntry::lease), host_lease()),
  };
  return all;
}

tl::unexpected<Fault> missing(const Section& section, const std::string& key, const std::string& example) {
  return refuse(section.place, fmt::format("[[node]] has no '{}'", key),
                fmt::format("add {} = \"{}\"", key, example));
}

Result<WrittenNode> with_addresses(WrittenNode node, const Section& section) {
  auto& entry = node.entry;
  if (entry.peer_uri.empty()) {
    const auto fit = accept_peer_uri(entry.uri);
    if (!fit) return refuse_value(*std::ranges::find(section.table, "uri", &Entry::key), fit.error());
    entry.peer_uri = entry.uri;
  }
  if (entry.migrate_uri.empty()) entry.migrate_uri = migrate_uri_for(entry.peer_uri);
  return node;
}

}  // namespace

Result<WrittenNode> read_node(const Section& section) {
  auto node = read_record(section.table, "[[node]]", fields(), WrittenNode{});
  if (!node) return node;
  if (node->entry.name.empty()) return missing(section, "name", "node1");
  if (node->entry.uri.empty()) return missing(section, "uri", "qemu+ssh://root@node1/system");
  return with_addresses(std::move(*node), section);
}

}  // namespace haxen::config
