// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to send back what it is sent, over UDP and TCP (RFC 862). A request for a page gets a status
// line.
//
// usage: lab_echo PORT      on all addresses, until it is killed; prints "ready" when it listens
#include <array>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int opened(int type, unsigned short port) {
  const int made = socket(AF_INET6, type | SOCK_NONBLOCK, 0);
  constexpr int on = 1;
  setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  if (bind(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::perror("lab_echo: bind");
    std::exit(1);
  }
  return made;
}

void watch(int poll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
}

void echo_datagrams(int descriptor) {
  std::array<char, 2048> bytes;
  sockaddr_storage from{};
  socklen_t length = sizeof from;
  ssize_t size = 0;
  while ((size = recvfrom(descriptor, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from),
                          &length)) >= 0)
    sendto(descriptor, bytes.data(), static_cast<std::size_t>(size), 0, reinterpret_cast<sockaddr*>(&from),
           length);
}

void accept_all(int poll, int listener) {
  constexpr int on = 1;
  for (int taken = 0; (taken = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
    setsockopt(taken, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(poll, taken);
  }
}

void echo_stream(int descriptor) {
  std::array<char, 65536> bytes;
  const auto size = recv(descriptor, bytes.data(), bytes.size(), 0);
  if (size <= 0) {
    close(descriptor);
    return;
  }
  const std::string_view got(bytes.data(), static_cast<std::size_t>(size));
  constexpr std::string_view page = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  const auto answer = got.starts_with("GET ") ? page : got;
  if (send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(answer.size()))
    close(descriptor);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
  const int datagrams = opened(SOCK_DGRAM, port);
  const int listener = opened(SOCK_STREAM, port);
  listen(listener, 4096);
  const int poll = epoll_create1(0);
  watch(poll, datagrams);
  watch(poll, listener);
  std::puts("ready");
  std::fflush(stdout);
  std::array<epoll_event, 64> events;
  while (true) {
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == datagrams)
        echo_datagrams(descriptor);
      else if (descriptor == listener)
        accept_all(poll, descriptor);
      else
        echo_stream(descriptor);
    }
  }
}
