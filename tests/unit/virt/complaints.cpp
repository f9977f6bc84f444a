// SPDX-License-Identifier: GPL-2.0-or-later
// libvirt's errors in our words.
#include <doctest/doctest.h>
#include <libvirt/virterror.h>

#include "virt/complaint.hpp"

using namespace haxen;
using virt::explain;
using virt::explain_connect;

TEST_CASE("the code of an error tells its kind") {
  const auto kind = [](int code) { return explain("cannot do it", {code, "because"}).kind; };
  CHECK(kind(VIR_ERR_NO_DOMAIN) == FaultKind::missing);
  CHECK(kind(VIR_ERR_NO_SUPPORT) == FaultKind::unsupported);
  CHECK(kind(VIR_ERR_ACCESS_DENIED) == FaultKind::denied);
  CHECK(kind(VIR_ERR_OPERATION_DENIED) == FaultKind::denied);
  CHECK(kind(VIR_ERR_OPERATION_TIMEOUT) == FaultKind::busy);
  CHECK(kind(VIR_ERR_OPERATION_ABORTED) == FaultKind::aborted);
  CHECK(kind(VIR_ERR_DOM_EXIST) == FaultKind::exists);
  CHECK(kind(VIR_ERR_INTERNAL_ERROR) == FaultKind::failed);
  CHECK(kind(100'000) == FaultKind::failed);
}

TEST_CASE("a connection that broke is told from a call that failed") {
  CHECK(explain("x", {VIR_ERR_SYSTEM_ERROR, "Cannot recv data: Connection reset by peer"}).kind ==
        FaultKind::unreachable);
  CHECK(explain("x", {VIR_ERR_INTERNAL_ERROR, "internal error: client socket is closed"}).kind ==
        FaultKind::unreachable);
  CHECK(explain("x", {VIR_ERR_RPC, "End of file while reading data: Input/output error"}).kind ==
        FaultKind::unreachable);
  CHECK(explain("x", {VIR_ERR_SYSTEM_ERROR, "Cannot open file: No such file"}).kind == FaultKind::failed);
}

TEST_CASE("a call that fails without an error still has words") {
  CHECK(explain("cannot list its VMs", {}) ==
        Fault{FaultKind::failed, "cannot list its VMs: libvirt gave no reason"});
}

TEST_CASE("a refused connection says so and nothing else") {
  const auto fault = explain_connect(
      "n3",
      {VIR_ERR_SYSTEM_ERROR,
       "Cannot recv data: ssh: connect to host n3 port 22: Connection refused: Connection reset by peer"});
  CHECK(fault.kind == FaultKind::unreachable);
  CHECK(fault.message == "cannot connect: connection refused");
}

TEST_CASE("ssh's poster about a changed key becomes one line, and the hint says how to forget the key") {
  const auto fault = explain_connect(
      "n3",
      {VIR_ERR_SYSTEM_ERROR,
       "Cannot recv data: @@@@@@@@@@@@@@@\r\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n"
       "@@@@@@@@@@@@@@@\r\nHost key verification failed.: Connection reset by peer"});
  CHECK(fault.kind == FaultKind::denied);
  CHECK(fault.message.starts_with(
      "cannot connect: the key of its ssh server has changed (Cannot recv data: @ @ WARNING"));
  CHECK(fault.message.find('\n') == std::string::npos);
  CHECK(fault.hint == "make sure that it is the right host, then forget the old key: ssh-keygen -R n3");
}

TEST_CASE("what refuses a connection is told apart") {
  const auto meaning = [](const char* text) {
    const auto fault = explain_connect("n3", {VIR_ERR_SYSTEM_ERROR, text});
    return fault.message.substr(0, fault.message.find(" ("));
  };
  CHECK(meaning("Cannot recv data: Host key verification failed.: Connection reset by peer") ==
        "cannot connect: the key of its ssh server is not known here");
  CHECK(meaning("Cannot recv data: root@n3: Permission denied (publickey).: Connection reset by peer") ==
        "cannot connect: its ssh server refused this user's key");
  CHECK(meaning("Cannot recv data: ssh: Could not resolve hostname n3: Name or service not known") ==
        "cannot connect: its name cannot be resolved");
  CHECK(meaning("authentication unavailable: no polkit agent available to authenticate action") ==
        "cannot connect: this user may not manage VMs there");
}

TEST_CASE("a refusal of which nothing is known keeps libvirt's words") {
  CHECK(explain_connect("n3", {VIR_ERR_INTERNAL_ERROR, "the moon\nis wrong"}) ==
        Fault{FaultKind::unreachable, "cannot connect: the moon is wrong"});
}
