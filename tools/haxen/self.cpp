// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who this process is.
#include "self.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <pwd.h>
#include <random>
#include <signal.h>
#include <string>
#include <unistd.h>

namespace haxen::program {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::string user_name() {
  const auto* entry = getpwuid(getuid());
  return entry != nullptr ? std::string(entry->pw_name) : std::to_string(getuid());
}

executor::Liveness judge(const model::Holder& self, const model::Holder& other) {
  if (other.host != self.host) return executor::Liveness::elsewhere;
  if (other.boot_id != self.boot_id) return executor::Liveness::dead;
  const bool exists = kill(static_cast<pid_t>(other.pid), 0) == 0 || errno != ESRCH;
  return exists ? executor::Liveness::alive : executor::Liveness::dead;
}

}  // namespace

executor::Self self() {
  const model::Holder holder{host_name(), boot_id(), getpid(), user_name()};
  return {holder, [holder](const model::Holder& other) { return judge(holder, other); }};
}

OperationId new_operation_id() {
  std::random_device random;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return OperationId(fmt::format("{:%Y%m%dT%H%M%SZ}-{:06x}", now, random() & 0xffffffU));
}

}  // namespace haxen::program
