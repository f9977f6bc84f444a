// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a device's password comes from.
#include "fencing/password.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "async/program.hpp"
#include "base/descriptor.hpp"
#include "fencing/parameters.hpp"

namespace haxen::fencing {

namespace {

constexpr std::size_t longest = 4096;

Result<std::string> unreadable(const std::string& file, const std::string& why) {
  return fault(FaultKind::usage, fmt::format("password file '{}' cannot be read: {}", file, why),
               "make it readable for the user who runs haxen, and for nobody else");
}

// Without waiting for who would write into it, where it is a pipe.
Result<std::string> read_file(const std::string& file) {
  const Descriptor open_file(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!open_file.is_open()) return unreadable(file, std::strerror(errno));
  struct stat seen {};
  std::array<char, longest + 1> buffer{};
  const bool regular = fstat(open_file.number(), &seen) == 0 && S_ISREG(seen.st_mode);
  const auto size = regular ? read(open_file.number(), buffer.data(), buffer.size()) : 0;
  if (size < 0) return unreadable(file, std::strerror(errno));
  if (!regular) return unreadable(file, "it is no regular file");
  return std::string(buffer.data(), static_cast<std::size_t>(size));
}

Result<std::string> ask_command(const std::vector<std::string>& words, Milliseconds limit,
                                const Interrupt& interrupt) {
  Program program{words, {}, {}, limit};
  program.complaints = StandardError::apart;
  program.most_output = longest + 1;
  auto report = run(program, interrupt);
  if (report.how == How::ended && report.status == 0) return std::move(report.output);
  if (report.how == How::interrupted) return fault(FaultKind::aborted, "the password command was ended");
  const auto why = report.how == How::ended  ? fmt::format("ended with status {}", report.status)
                   : report.how == How::late ? fmt::format("did not end within {}", to_string(report.time))
                                             : fmt::format("cannot be run: {}", report.output);
  return fault(FaultKind::usage, fmt::format("password command '{}' {}", words.front(), why),
               "it must print the password and end with 0, without asking anybody");
}

Result<std::optional<std::string>> accepted(const std::string& source, std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  const auto sound = text.size() > longest ? fault(FaultKind::usage, "is too long") : accept_value(text);
  if (!sound)
    return fault(FaultKind::usage, fmt::format("the password in {} {}", source, sound.error().message));
  return text;
}

}  // namespace

Result<std::optional<std::string>> password_of(const model::FenceLevel& level, Milliseconds limit,
                                               const Interrupt& interrupt) {
  if (level.password_file.empty() && level.password_command.empty()) return std::optional<std::string>();
  const bool from_file = !level.password_file.empty();
  auto text =
      from_file ? read_file(level.password_file) : ask_command(level.password_command, limit, interrupt);
  if (!text) return tl::unexpected(text.error());
  return accepted(from_file ? fmt::format("'{}'", level.password_file) : "the command's output",
                  std::move(*text));
}

Objections password_exposure(const model::FenceLevel& level) {
  struct stat seen {};
  if (level.password_file.empty() || stat(level.password_file.c_str(), &seen) != 0) return {};
  if ((seen.st_mode & (S_IROTH | S_IWOTH)) == 0) return {};
  return {{Remark::password_exposed, level.password_place,
           fmt::format("password file '{}' can be {} by every user", level.password_file,
                       (seen.st_mode & S_IROTH) != 0 ? "read" : "written"),
           fmt::format("chmod 600 {}", level.password_file)}};
}

}  // namespace haxen::fencing
