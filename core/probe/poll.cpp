// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how epoll and timerfd are spoken to.
#include "probe/poll.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "probe/endpoint.hpp"

namespace haxen::probe {

namespace {

constexpr std::uint64_t timer_key = ~std::uint64_t{0};

std::uint64_t key_of(std::size_t lane, int descriptor) {
  return static_cast<std::uint64_t>(lane) << 32 | static_cast<std::uint32_t>(descriptor);
}

itimerspec at(Instant when) {
  // Zero would disarm it.
  const auto since = std::max<Span>(when.time_since_epoch(), Span(1));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  itimerspec spec{};
  spec.it_value.tv_sec = seconds.count();
  spec.it_value.tv_nsec = (since - seconds).count();
  return spec;
}

}  // namespace

Result<Poll> Poll::open() {
  Poll made(Descriptor(epoll_create1(EPOLL_CLOEXEC)),
            Descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)));
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;  // arming it anew makes it ready anew: nothing has to be read from it
  event.data.u64 = timer_key;
  if (!made.poll_.is_open() || !made.timer_.is_open() ||
      epoll_ctl(made.poll_.number(), EPOLL_CTL_ADD, made.timer_.number(), &event) != 0)
    return fault(FaultKind::failed, "cannot wait for sockets: " + words_for(errno));
  return made;
}

bool Poll::watch(std::size_t lane, int descriptor, Want want) {
  return control(EPOLL_CTL_ADD, lane, descriptor, want);
}

bool Poll::change(std::size_t lane, int descriptor, Want want) {
  return control(EPOLL_CTL_MOD, lane, descriptor, want);
}

bool Poll::control(int deed, std::size_t lane, int descriptor, Want want) {
  epoll_event event{};
  event.events = want == Want::arrival ? EPOLLIN : EPOLLIN | EPOLLOUT;
  event.data.u64 = key_of(lane, descriptor);
  return epoll_ctl(poll_.number(), deed, descriptor, &event) == 0;
}

std::vector<Poll::Ready> Poll::wait(Instant until) {
  const auto spec = at(until);
  timerfd_settime(timer_.number(), TFD_TIMER_ABSTIME, &spec, nullptr);
  std::array<epoll_event, 128> events;
  const int count = epoll_wait(poll_.number(), events.data(), static_cast<int>(events.size()), -1);
  std::vector<Ready> ready;
  for (int i = 0; i < count; ++i) {
    const auto key = events[static_cast<std::size_t>(i)].data.u64;
    if (key != timer_key)
      ready.push_back({static_cast<std::size_t>(key >> 32), static_cast<int>(key & 0xffffffff)});
  }
  return ready;
}

}  // namespace haxen::probe
