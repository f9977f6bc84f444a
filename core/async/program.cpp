// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a program is run to its end, and how it is ended where it does not end by itself.
#include "async/program.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "async/spawn.hpp"
#include "base/descriptor.hpp"

extern "C" {
#include <sys/pidfd.h>  // says nothing of C++ by itself (glibc 2.36)
}

namespace haxen {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto grace = 2s;

/// A file in memory: whoever reads none of it, or not at once, holds nobody up.
Descriptor file_of(const std::string& text) {
  Descriptor file(memfd_create("haxen-input", MFD_CLOEXEC));
  std::size_t written = 0;
  while (file.is_open() && written < text.size()) {
    const auto more = write(file.number(), text.data() + written, text.size() - written);
    if (more <= 0) break;
    written += static_cast<std::size_t>(more);
  }
  if (file.is_open()) lseek(file.number(), 0, SEEK_SET);
  return file;
}

std::array<int, 2> pipe_ends() {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) == 0) fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return ends;
}

/// What somebody writes, as far as it is kept.
class Catch {
 public:
  explicit Catch(std::size_t most) : Catch(pipe_ends(), most) {}

  bool sound() const { return reading_.is_open(); }
  int source() const { return reading_.number(); }
  int target() const { return writing_.number(); }
  void close_target() { writing_.close(); }

  /// False once nobody writes any more. Of one that never stops writing, only so much at a time.
  bool read_what_is_there() {
    std::array<char, 4096> buffer{};
    for (int rounds = 0; rounds < 32; ++rounds) {
      const auto got = read(reading_.number(), buffer.data(), buffer.size());
      if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
      const auto size = static_cast<std::size_t>(got);
      const auto kept = std::min(size, most_ - text_.size());
      text_.append(buffer.data(), kept);
      dropped_ += size - kept;
    }
    return true;
  }

  std::string text() const {
    return dropped_ == 0 ? text_ : text_ + fmt::format("\n[{} more bytes]", dropped_);
  }

 private:
  Catch(std::array<int, 2> ends, std::size_t most) : reading_(ends[0]), writing_(ends[1]), most_(most) {}

  Descriptor reading_;
  Descriptor writing_;
  std::size_t most_;
  std::string text_;
  std::size_t dropped_ = 0;
};

/// A process that was started, until its end.
class Running {
 public:
  Running(pid_t pid, Catch& output, Catch& complaints)
      : pid_(pid), end_(pidfd_open(pid, 0)), output_(output), complaints_(complaints) {}

  Report watch(Clock::time_point until, const Interrupt& interrupt) {
    Report report{wait(until, interrupt.descriptor()), 0, {}, {}, {}};
    if (report.how != How::ended) {
      kill(-pid_, SIGTERM);
      wait(Clock::now() + grace, -1);
      kill(-pid_, SIGKILL);
      wait(Clock::now() + grace, -1);
    }
    output_.read_what_is_there();
    complaints_.read_what_is_there();
    report.status = reap();
    report.output = output_.text();
    report.complaints = complaints_.text();
    return report;
  }

 private:
  How wait(Clock::time_point until, int interrupt) {
    std::array<pollfd, 4> watched{{{end_.number(), POLLIN, 0},
                                   {output_.source(), POLLIN, 0},
                                   {complaints_.source(), POLLIN, 0},
                                   {interrupt, POLLIN, 0}}};
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
      const int found =
          left.count() <= 0 ? 0 : poll(watched.data(), watched.size(), static_cast<int>(left.count()));
      if (found < 0 && errno == EINTR) continue;
      if (found <= 0) return How::late;
      if (watched[1].revents != 0 && !output_.read_what_is_there()) watched[1].fd = -1;
      if (watched[2].revents != 0 && !complaints_.read_what_is_there()) watched[2].fd = -1;
      if (watched[0].revents != 0) return How::ended;
      if (watched[3].revents != 0) return How::interrupted;
    }
  }

  // One that not even SIGKILL ends, because its storage hangs, is not waited for.
  int reap() const {
    int status = SIGKILL;
    waitpid(pid_, &status, WNOHANG);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

  pid_t pid_;
  Descriptor end_;
  Catch& output_;
  Catch& complaints_;
};

Report not_run(int error) { return {How::not_run, 0, {}, std::strerror(error), {}}; }

}  // namespace

Report run(const Program& program, const Interrupt& interrupt) {
  const auto began = Clock::now();
  const auto input = file_of(program.input);
  Catch output(program.most_output);
  Catch complaints(program.most_output);
  if (!input.is_open() || !output.sound() || !complaints.sound()) return not_run(errno);
  const auto& errors = program.complaints == StandardError::joined ? output : complaints;
  const auto spawned =
      spawn(program.words, {input.number(), output.target(), errors.target()}, program.environment);
  output.close_target();
  complaints.close_target();
  if (spawned.error != 0) return not_run(spawned.error);
  auto report = Running(spawned.pid, output, complaints).watch(began + program.limit, interrupt);
  report.time = Clock::now() - began;
  return report;
}

}  // namespace haxen
