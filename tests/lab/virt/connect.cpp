// SPDX-License-Identifier: GPL-2.0-or-later
// Connections that cannot be: each ends within its deadline and says why.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virt/fleet.hpp"
#include "virt/uri.hpp"

using namespace haxen;

namespace {

/// A port of the loopback where the kernel accepts and nobody ever speaks.
unsigned silent_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(fd, 8) == 0);
  REQUIRE(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return ntohs(address.sin_port);
}

Fault refusal(const std::string& uri, Milliseconds deadline = std::chrono::minutes(1)) {
  virt::Endpoint endpoint;
  endpoint.name = NodeName("n1");
  endpoint.uri = uri;
  endpoint.connect_deadline = deadline;
  lab::Lab lab({endpoint});
  auto opened = lab.loop.run(lab.hosts.open(endpoint.name));
  REQUIRE_FALSE(opened);
  return opened.error();
}

std::string host_of(virt::Transport transport) {
  for (const auto& node : lab::nodes()) {
    const auto uri = virt::parse_uri(node.uri);
    if (uri.transport == transport) return uri.host;
  }
  return lab::nodes().front().name.str();
}

/// The processes whose parent this one is.
std::vector<pid_t> children() {
  std::vector<pid_t> result;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream file(task.path() / "children");
    for (pid_t child = 0; file >> child;) result.push_back(child);
  }
  return result;
}

}  // namespace

TEST_CASE("a dead port refuses by every transport") {
  const auto tls = host_of(virt::Transport::tls);
  CHECK(refusal("qemu+tls://" + tls + ":1/system").message ==
        "node 'n1': cannot connect: connection refused");
  CHECK(refusal("qemu+ssh://root@" + tls + ":1/system").message ==
        "node 'n1': cannot connect: connection refused");
}

TEST_CASE("an address where nobody is ends with no route, or with no answer") {
  const auto fault = refusal("qemu+tls://10.77.0.250/system");
  CHECK(fault.kind == FaultKind::unreachable);
  CAPTURE(fault.message);
  CHECK(fault.message.starts_with("node 'n1': cannot connect: no "));
}

TEST_CASE("a daemon that accepts and never answers is given up at the deadline") {
  const auto fault =
      refusal("qemu+tcp://127.0.0.1:" + std::to_string(silent_port()) + "/system", Milliseconds(500));
  CHECK(fault.kind == FaultKind::late);
  CHECK(fault.message == "node 'n1': no answer within the deadline");
}

TEST_CASE("a certificate of nobody that the node knows is refused in clear words") {
  const auto fault = refusal("qemu+tls://" + host_of(virt::Transport::tls) + "/system?pkipath=/nowhere");
  CHECK(fault.message.starts_with("node 'n1': cannot connect: this host knows no authority for TLS ("));
}

TEST_CASE("the ssh of a connection leads a session of its own, and ends with the connection") {
  lab::Lab lab;
  for (const auto& node : lab::nodes()) {
    if (virt::parse_uri(node.uri).transport != virt::Transport::ssh) continue;
    auto host = lab.open(node.name);
    const auto running = children();
    REQUIRE(running.size() == 1);
    const auto ssh = running.front();
    CHECK(getsid(ssh) == ssh);
    CHECK(getpgid(ssh) == ssh);
    host.reset();
    lab.loop.run([](Loop& loop, pid_t pid) -> Task<void> {
      for (int tries = 0; tries < 600 && kill(pid, 0) == 0; ++tries)
        co_await loop.sleep(std::chrono::milliseconds(100));
    }(lab.loop, ssh));
    CHECK(kill(ssh, 0) != 0);
    return;
  }
  MESSAGE("no node is reached by ssh");
}
