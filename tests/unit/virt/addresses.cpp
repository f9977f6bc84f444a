// SPDX-License-Identifier: GPL-2.0-or-later
// Where a URI leads, and whether anybody answers there.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virt/reach.hpp"
#include "virt/ssh_route.hpp"
#include "virt/uri.hpp"

using namespace haxen;
using virt::SshRoute;
using virt::Transport;

namespace {

/// A TCP port of the loopback that is bound, and listens or not.
class Port {
 public:
  explicit Port(int backlog) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    if (backlog > 0) REQUIRE(listen(fd_, backlog) == 0);
    number_ = ntohs(address.sin_port);
  }
  ~Port() { close(fd_); }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  unsigned number() const { return number_; }

 private:
  int fd_;
  unsigned number_ = 0;
};

}  // namespace

TEST_CASE("a URI is taken apart") {
  const auto uri = virt::parse_uri("qemu+ssh://root@n3.example:2222/system?no_tty=1&keyfile=/a%20b#x");
  CHECK(uri.driver == "qemu");
  CHECK(uri.transport == Transport::ssh);
  CHECK(uri.user == "root");
  CHECK(uri.host == "n3.example");
  CHECK(uri.port == 2222);
  CHECK(virt::parameter(uri, "keyfile") == "/a b");
  CHECK(virt::parameter(uri, "file") == std::nullopt);
}

TEST_CASE("a URI's transport follows from its scheme and host") {
  CHECK(virt::parse_uri("qemu:///system").transport == Transport::local);
  CHECK(virt::parse_uri("test:///default").transport == Transport::local);
  CHECK(virt::parse_uri("qemu+unix:///system").transport == Transport::local);
  CHECK(virt::parse_uri("qemu://n1/system").transport == Transport::tls);
  CHECK(virt::parse_uri("xen+tls://n1/").transport == Transport::tls);
  CHECK(virt::parse_uri("xen+tcp://n1").transport == Transport::tcp);
  CHECK(virt::parse_uri("qemu+libssh2://n1/system").transport == Transport::other);
}

TEST_CASE("an IPv6 address loses its brackets and keeps its port") {
  const auto uri = virt::parse_uri("qemu+tls://[fd00::7]:7000/system");
  CHECK(uri.host == "fd00::7");
  CHECK(uri.port == 7000);
  CHECK(virt::parse_uri("qemu+tls://[fd00::7]/system").port == std::nullopt);
}

TEST_CASE("what is no URI is taken apart without harm") {
  for (const auto* text :
       {"", ":", "://", "qemu", "qemu://", "?", "a://b@[", "a://:99999999999999/", "a?b%", "a?%4"}) {
    CAPTURE(text);
    CHECK_NOTHROW(virt::parameter(virt::parse_uri(text), "b"));
  }
}

TEST_CASE("a parameter is added once, before the fragment") {
  CHECK(virt::with_parameter("qemu+ssh://n1/system", "no_tty", "1") == "qemu+ssh://n1/system?no_tty=1");
  CHECK(virt::with_parameter("q://n1/s?a=b#f", "no_tty", "1") == "q://n1/s?a=b&no_tty=1#f");
  CHECK(virt::with_parameter("q://n1/s?no_tty=0", "no_tty", "1") == "q://n1/s?no_tty=0");
}

TEST_CASE("an ssh alias leads where ssh's configuration says") {
  CHECK(virt::read_ssh_configuration("host n3\nuser root\nhostname 10.1.2.3\nport 2222\n") ==
        SshRoute{"10.1.2.3", 2222});
}

TEST_CASE("ssh that goes through somebody else has no route to probe") {
  CHECK_FALSE(virt::read_ssh_configuration("hostname n3\nport 22\nproxyjump bastion\n"));
  CHECK_FALSE(virt::read_ssh_configuration("hostname n3\nport 22\nproxycommand nc %h %p\n"));
  CHECK(virt::read_ssh_configuration("hostname n3\nport 22\nproxycommand none\n") == SshRoute{"n3", 22});
}

TEST_CASE("an ssh that does not tell where it goes has no route") {
  CHECK_FALSE(virt::read_ssh_configuration(""));
  CHECK_FALSE(virt::read_ssh_configuration("port 22\n"));
  CHECK_FALSE(virt::read_ssh_configuration("hostname n3\nport many\n"));
}

TEST_CASE("a URI with a command of its own is not asked about") {
  CHECK_FALSE(virt::ssh_route(virt::parse_uri("qemu+ssh://n3/system?command=/usr/bin/myssh")));
}

TEST_CASE("a port that listens is reached") {
  const Port port(1);
  CHECK(virt::reach("127.0.0.1", port.number(), std::chrono::seconds(10)));
}

TEST_CASE("a port that does not listen refuses") {
  const Port port(0);
  const auto answer = virt::reach("127.0.0.1", port.number(), std::chrono::seconds(10));
  REQUIRE_FALSE(answer);
  CHECK(answer.error() == Fault{FaultKind::unreachable, "connection refused"});
}

TEST_CASE("a name that nobody has is told as such") {
  const auto answer = virt::reach("no-such-host.invalid", 22, std::chrono::seconds(10));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == FaultKind::unreachable);
  CHECK(answer.error().message.starts_with("the name 'no-such-host.invalid' cannot be resolved: "));
}
