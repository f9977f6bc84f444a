// SPDX-License-Identifier: GPL-2.0-or-later
// How a machine finds itself in a fleet file.
#include "config/local_node.hpp"

#include <doctest/doctest.h>

using namespace haxen;

namespace {

config::Config fleet(const std::vector<std::pair<std::string, std::string>>& nodes) {
  config::Config config;
  for (const auto& [name, uri] : nodes) {
    auto& node = config.nodes.emplace_back();
    node.name = NodeName(name);
    node.uri = uri;
  }
  return config;
}

std::string found(const config::Config& config, const std::string& host) {
  const auto node = config::node_called(config, host);
  return node ? node->str() : node.error().message;
}

const auto plain = fleet({{"n1", "qemu+ssh://root@10.0.0.1/system"},
                          {"two", "qemu+tls://N2.example.org/system"},
                          {"n3.example.org", "qemu:///system"}});

}  // namespace

TEST_CASE("a machine is the node that is called as it is, or that is reached by its name") {
  CHECK(found(plain, "n1") == "n1");
  CHECK(found(plain, "n2.example.org") == "two");
  CHECK(found(plain, "N3.Example.org") == "n3.example.org");
}

TEST_CASE("where no node has the whole name, the first part of it does") {
  CHECK(found(plain, "n1.example.org") == "n1");
  CHECK(found(plain, "n2") == "two");
  const auto both = fleet({{"n1.here", "qemu+ssh://a/system"}, {"n1.there", "qemu+ssh://b/system"}});
  CHECK(found(both, "n1.there") == "n1.there");
}

TEST_CASE("an address has no first part") {
  CHECK(found(plain, "10.0.0.2") == "no node of the fleet file is this machine, '10.0.0.2'");
}

TEST_CASE("none and several are refused, and the mend is told") {
  CHECK(found(plain, "n9") == "no node of the fleet file is this machine, 'n9'");
  const auto both = fleet({{"n1.here", "qemu+ssh://a/system"}, {"n1.there", "qemu+ssh://b/system"}});
  CHECK(found(both, "n1") == "this machine, 'n1', may be any of the nodes n1.here, n1.there");
  CHECK(config::node_called(plain, "n9").error().kind == FaultKind::usage);
  CHECK(config::node_called(plain, "n9").error().hint.find("HAXEN_NODE") != std::string::npos);
}

TEST_CASE("a node reaches itself without a network") {
  CHECK(config::local_uri("qemu+ssh://root@n1/system?no_tty=1") == "qemu:///system");
  CHECK(config::local_uri("qemu+tls://n1:16514/system") == "qemu:///system");
  CHECK(config::local_uri("qemu+ssh://[fd00::1]/session") == "qemu:///session");
  CHECK(config::local_uri("xen+ssh://n1/") == "xen:///");
  CHECK(config::local_uri("xen+ssh://n1") == "xen:///");
  CHECK(config::local_uri("qemu+ssh://n1?socket=/run/x") == "qemu:///");
  CHECK(config::local_uri("qemu:///system") == "qemu:///system");
  CHECK(config::local_uri("test:///default") == "test:///default");
  CHECK(config::local_uri("nonsense") == "nonsense");
}
