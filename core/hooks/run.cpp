// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one hook is run, and how it is ended where it does not end by itself.
#include "hooks/run.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "async/spawn.hpp"

extern "C" {
#include <sys/pidfd.h>  // says nothing of C++ by itself (glibc 2.36)
}

namespace haxen::hooks {

namespace {

using Time = std::chrono::steady_clock::time_point;
using namespace std::chrono_literals;

constexpr std::size_t most_output = std::size_t{16} << 10U;
constexpr auto grace = 2s;

/// A descriptor that is closed with it.
class Open {
 public:
  explicit Open(int descriptor) : descriptor_(descriptor) {}
  ~Open() { close(); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  int get() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

 private:
  int descriptor_;
};

/// A file in memory: whoever reads none of it, or not at once, holds nobody up.
int file_of(const std::string& text) {
  const int file = memfd_create("haxen-hook", MFD_CLOEXEC);
  std::size_t written = 0;
  while (file >= 0 && written < text.size()) {
    const auto more = write(file, text.data() + written, text.size() - written);
    if (more <= 0) break;
    written += static_cast<std::size_t>(more);
  }
  if (file >= 0) lseek(file, 0, SEEK_SET);
  return file;
}

/// A process that was started, until its end.
class Running {
 public:
  Running(pid_t pid, int output) : pid_(pid), end_(pidfd_open(pid, 0)), output_(output) {}

  Report watch(Time until, const Interrupt& interrupt) {
    auto report = wait(until, interrupt.descriptor());
    if (report.how != How::ended) {
      kill(-pid_, SIGTERM);
      wait(std::chrono::steady_clock::now() + grace, -1);
      kill(-pid_, SIGKILL);
      wait(std::chrono::steady_clock::now() + grace, -1);
    }
    read_what_is_there();
    report.status = reap();
    report.output = std::move(text_);
    if (dropped_ > 0) report.output += fmt::format("\n[{} more bytes]", dropped_);
    return report;
  }

 private:
  Report wait(Time until, int interrupt) {
    std::array<pollfd, 3> watched{{{end_.get(), POLLIN, 0}, {output_, POLLIN, 0}, {interrupt, POLLIN, 0}}};
    while (true) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      const int found =
          left.count() <= 0 ? 0 : poll(watched.data(), watched.size(), static_cast<int>(left.count()));
      if (found < 0 && errno == EINTR) continue;
      if (found <= 0) return {How::late, 0, {}, {}};
      if (watched[1].revents != 0 && !read_what_is_there()) watched[1].fd = -1;
      if (watched[0].revents != 0) return {How::ended, 0, {}, {}};
      if (watched[2].revents != 0) return {How::interrupted, 0, {}, {}};
    }
  }

  /// False once nobody writes any more. Of one that never stops writing, only so much at a time.
  bool read_what_is_there() {
    std::array<char, 4096> buffer{};
    for (int rounds = 0; rounds < 32; ++rounds) {
      const auto got = read(output_, buffer.data(), buffer.size());
      if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
      const auto size = static_cast<std::size_t>(got);
      const auto kept = std::min(size, most_output - text_.size());
      text_.append(buffer.data(), kept);
      dropped_ += size - kept;
    }
    return true;
  }

  // One that not even SIGKILL ends, because its storage hangs, is not waited for.
  int reap() const {
    int status = SIGKILL;
    waitpid(pid_, &status, WNOHANG);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

  pid_t pid_;
  Open end_;
  int output_;
  std::string text_;
  std::size_t dropped_ = 0;
};

Report not_run(int error) { return {How::not_run, 0, {}, std::strerror(error)}; }

}  // namespace

Interrupt::Interrupt() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
Interrupt::~Interrupt() {
  if (descriptor_ >= 0) close(descriptor_);
}
void Interrupt::raise() const { eventfd_write(descriptor_, 1); }

Report run(const Call& call, const Interrupt& interrupt) {
  const auto began = std::chrono::steady_clock::now();
  const Open input(file_of(call.input));
  std::array<int, 2> ends{};
  if (input.get() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0) return not_run(errno);
  const Open reading(ends[0]);
  Open writing(ends[1]);
  fcntl(reading.get(), F_SETFL, O_NONBLOCK);
  const auto spawned =
      spawn({call.hook.file.string()}, {input.get(), writing.get(), writing.get()}, call.environment);
  writing.close();
  if (spawned.error != 0) return not_run(spawned.error);
  auto report = Running(spawned.pid, reading.get()).watch(began + call.limit, interrupt);
  report.time = std::chrono::steady_clock::now() - began;
  return report;
}

}  // namespace haxen::hooks
