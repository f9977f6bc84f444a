// SPDX-License-Identifier: GPL-2.0-or-later
// Why daemons do not reach each other.
#include "virt/peer_faults.hpp"

#include <doctest/doctest.h>
#include <libvirt/virterror.h>

using namespace haxen;
using virt::explain_peers;

namespace {

std::optional<Fault> of(const char* peer_uri, int code, const std::string& text) {
  return explain_peers(NodeName("n1"), peer_uri, {code, text});
}

}  // namespace

TEST_CASE("of a peer that a node does not reach, few words are said and all are kept") {
  const std::string refused = "unable to connect to server at 'n2:16514': Connection refused";
  CHECK(of("qemu+tls://n2/system", VIR_ERR_SYSTEM_ERROR, refused) ==
        Fault{FaultKind::unreachable, "cannot connect to 'qemu+tls://n2/system': connection refused", "",
              refused});
  const std::string unknown_key = "Cannot recv data: Host key verification failed.: Connection reset by peer";
  CHECK(of("qemu+ssh://n2/system", VIR_ERR_SYSTEM_ERROR, unknown_key) ==
        Fault{FaultKind::unreachable,
              "cannot connect to 'qemu+ssh://n2/system': the key of its ssh server is not known on node 'n1'",
              "", unknown_key});
  const std::string bad = "authentication failed: Failed to verify peer's certificate";
  CHECK(of("qemu+tls://n2/system", VIR_ERR_AUTH_FAILED, bad) ==
        Fault{FaultKind::denied,
              "cannot connect to 'qemu+tls://n2/system': its TLS certificate was not accepted", "", bad});
}

TEST_CASE("addresses and ports are those of the peer's URI") {
  const auto kind = [](const char* uri, const char* text) {
    return of(uri, VIR_ERR_SYSTEM_ERROR, text).has_value();
  };
  CHECK(kind("qemu+tcp://n2:1/system", "unable to connect to server at 'n2:1': Connection refused"));
  CHECK(kind("qemu+tls://[fd77::b]/system",
             "unable to connect to server at 'fd77::b:16514': No route to host"));
  CHECK(kind("qemu+tls://n9/system",
             "Unable to resolve address 'n9' service '16514': Name or service not known"));
  // The memory's own connection.
  CHECK_FALSE(kind("qemu+tls://n2/system", "unable to connect to server at 'n2:49152': Connection refused"));
  CHECK_FALSE(kind("qemu+ssh://n2/system", "unable to connect to server at 'n2:49152': Connection refused"));
}

TEST_CASE(
    "a peer that is not reached for an unknown reason is told in libvirt's words, and other troubles are "
    "none") {
  const std::string text = "Failed to connect to remote libvirt URI qemu+tls://n2/system: the moon";
  CHECK(of("qemu+tls://n2/system", VIR_ERR_OPERATION_FAILED, text)->message ==
        "cannot connect to 'qemu+tls://n2/system': " + text);
  CHECK(of("qemu+tls://n2/system", VIR_ERR_OPERATION_FAILED, "the moon is wrong") == std::nullopt);
  CHECK(of("qemu+tls://n2/system", VIR_ERR_ACCESS_DENIED, "access denied") == std::nullopt);
  CHECK(of("", VIR_ERR_SYSTEM_ERROR, "unable to connect to server at ':': Connection refused") ==
        std::nullopt);
}
