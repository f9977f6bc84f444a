// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to try a host's addresses side by side without waiting for any one of them.
#include "virt/reach.hpp"

#include <cerrno>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace haxen::virt {

namespace {

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

/// Sockets on their way, closed when it goes.
class Attempts {
 public:
  Attempts() = default;
  ~Attempts() {
    for (const auto& attempt : open_) close(attempt.fd);
  }
  Attempts(const Attempts&) = delete;
  Attempts& operator=(const Attempts&) = delete;

  bool none_left() const { return open_.empty(); }
  int error() const { return error_; }

  /// True when it is connected at once.
  bool start(const addrinfo& address) {
    const int fd = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    open_.push_back({fd, POLLOUT, 0});
    if (connect(fd, address.ai_addr, address.ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS) give_up(open_.size() - 1, errno);
    return false;
  }

  /// True when one is connected; failed ones are dropped.
  bool settle() {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].revents == 0) continue;
      int error = 0;
      socklen_t size = sizeof error;
      getsockopt(open_[i].fd, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error == 0) return true;
      give_up(i, error);
    }
    return false;
  }

  void wait(std::chrono::milliseconds length) {
    poll(open_.data(), open_.size(), static_cast<int>(length.count()));
  }

 private:
  void give_up(std::size_t index, int error) {
    error_ = error;
    close(open_[index].fd);
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  std::vector<pollfd> open_;
  int error_ = 0;
};

std::string phrase(int error) {
  switch (error) {
    case ECONNREFUSED: return "connection refused";
    case EHOSTUNREACH: return "no route to host";
    case ENETUNREACH: return "network is unreachable";
    case ETIMEDOUT: return "connection timed out";
    default: return std::error_code(error, std::generic_category()).message();
  }
}

tl::unexpected<Fault> unreachable(std::string why) { return fault(FaultKind::unreachable, std::move(why)); }

}  // namespace

Result<void> reach(const std::string& host, unsigned port, std::chrono::milliseconds bound) {
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wish, &found); error != 0) {
    return fault(FaultKind::unreachable, "the name '" + host + "' cannot be resolved: " + gai_strerror(error),
                 "correct the uri in the fleet file, or give the name an address");
  }
  const Addresses addresses(found, freeaddrinfo);
  Attempts attempts;
  for (const auto* each = addresses.get(); each != nullptr; each = each->ai_next) {
    if (attempts.start(*each)) return {};
  }
  const auto end = std::chrono::steady_clock::now() + bound;
  while (!attempts.none_left()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return unreachable("no answer from port " + std::to_string(port));
    attempts.wait(left);
    if (attempts.settle()) return {};
  }
  return unreachable(phrase(attempts.error()));
}

}  // namespace haxen::virt
