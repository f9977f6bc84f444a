// SPDX-License-Identifier: GPL-2.0-or-later
// The prober with real sockets, on this machine's loopback.
#include "probe/prober.hpp"

#include <array>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <thread>

using namespace haxen;
using namespace haxen::probe;
using namespace std::chrono_literals;
using model::ProbeKind;

namespace {

/// A socket on a port that the system chose. One for connections listens, and leaves taking them to the
/// kernel.
struct Service {
  Descriptor socket;
  std::uint16_t port = 0;

  explicit Service(int type) : socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(socket.number(), reinterpret_cast<sockaddr*>(&address), length) == 0);
    if (type == SOCK_STREAM) REQUIRE(::listen(socket.number(), 4096) == 0);
    REQUIRE(::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port = ntohs(address.sin_port);
  }
};

/// Sends back every datagram but each `skipped`th, until it gets an empty one.
void echo(int socket, int skipped) {
  std::array<char, 64> bytes;
  sockaddr_in from{};
  socklen_t length = sizeof from;
  for (int count = 1;; ++count) {
    const auto size =
        ::recvfrom(socket, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
    if (size <= 0) return;
    if (count % skipped != 0)
      ::sendto(socket, bytes.data(), static_cast<std::size_t>(size), 0, reinterpret_cast<sockaddr*>(&from),
               length);
  }
}

class Echo {
 public:
  explicit Echo(int skipped) : thread_([this, skipped] { echo(service_.socket.number(), skipped); }) {}
  ~Echo() {
    const auto end = resolve({ProbeKind::udp, "127.0.0.1", port()});
    const Descriptor sender(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ::sendto(sender.number(), nullptr, 0, 0, end->raw(), end->length);
    thread_.join();
  }
  std::uint16_t port() const { return service_.port; }

 private:
  Service service_{SOCK_DGRAM};
  std::thread thread_;
};

model::ProbeReport probed(const std::vector<Target>& targets, const Settings& settings) {
  std::vector<Endpoint> endpoints;
  for (const auto& target : targets) {
    const auto endpoint = resolve(target);
    REQUIRE(endpoint);
    endpoints.push_back(*endpoint);
  }
  auto prober = Prober::open(endpoints, settings);
  REQUIRE(prober);
  Desk desk;
  return prober->run(desk);
}

Settings brief(std::uint64_t count) { return {1ms, 30ms, 300ms, {std::nullopt, count}}; }

}  // namespace

TEST_CASE("datagrams are matched with their answers, and each lost one is counted") {
  const Echo echo(10);
  const auto found = probed({{ProbeKind::udp, "127.0.0.1", echo.port()}}, brief(200));
  REQUIRE(found.targets.size() == 1);
  const auto& figures = found.targets.front();
  CHECK(figures.target == "udp://127.0.0.1:" + std::to_string(echo.port()));
  CHECK(figures.address == "127.0.0.1");
  CHECK(figures.sent == 200);
  CHECK(model::lost(figures) == 20);
  CHECK(figures.reordered == 0);
  CHECK(figures.trouble.empty());
  CHECK(found.own_delay);
  CHECK_FALSE(found.interrupted);
  CHECK(found.lasted >= 199ms);
}

TEST_CASE("connections that the kernel takes are answers, and those that it refuses are not") {
  const Service open(SOCK_STREAM);
  const Service closed(SOCK_DGRAM);  // nobody listens on this port for connections
  const auto found = probed({{ProbeKind::tcp_connect, "127.0.0.1", open.port},
                             {ProbeKind::tcp_connect, "127.0.0.1", closed.port},
                             {ProbeKind::tcp, "127.0.0.1", closed.port},
                             {ProbeKind::tcp, "127.0.0.1", open.port}},
                            brief(100));
  CHECK(found.targets[0].answered == 100);
  CHECK(found.targets[1].answered == 0);
  CHECK(found.targets[1].refused == 100);
  CHECK(found.targets[1].trouble == "connection refused");
  CHECK(found.targets[2].answered == 0);
  CHECK(found.targets[2].stream == model::StreamFigures{0, 0, 0s});
  // It listens and says nothing: all are owed an answer to the end.
  CHECK(found.targets[3].sent == 100);
  CHECK(found.targets[3].stream->stall >= 90ms);
  CHECK(found.targets[3].stream->breaks == 0);
}

TEST_CASE("a stop is heeded soon, and what was found till then is told") {
  const Echo echo(1000);
  const auto endpoint = resolve({ProbeKind::udp, "127.0.0.1", echo.port()});
  auto prober = Prober::open({*endpoint}, {1ms, 30ms, 300ms, {1h, {}}});
  REQUIRE(prober);
  Desk desk;
  std::thread other([&] {
    while (desk.glance().answered == 0) std::this_thread::sleep_for(1ms);
    desk.stop();
  });
  const auto found = prober->run(desk);
  other.join();
  CHECK(found.interrupted);
  CHECK(found.targets.front().answered > 0);
}

TEST_CASE("a name that nobody knows is refused") {
  const auto endpoint = resolve({ProbeKind::icmp, "no-such-host.invalid", 0});
  REQUIRE_FALSE(endpoint);
  CHECK(endpoint.error().kind == FaultKind::unreachable);
  CHECK(endpoint.error().message.starts_with(
      "target 'icmp://no-such-host.invalid': cannot find 'no-such-host.invalid': "));
}
