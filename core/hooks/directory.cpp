// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of an operator's own programs are run at which stage of a change.
#include "hooks/directory.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/nearest.hpp"

namespace haxen::hooks {

namespace {

namespace fs = std::filesystem;

bool is_name_of_a_hook(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  return name.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// What is run as this user must not be somebody else's to write.
Result<void> check_owner(const fs::path& path) {
  struct stat seen {};
  if (stat(path.c_str(), &seen) != 0)
    return fault(FaultKind::usage, fmt::format("'{}': {}", path.string(), std::strerror(errno)));
  if (seen.st_uid != 0 && seen.st_uid != geteuid())
    return fault(FaultKind::usage,
                 fmt::format("'{}' belongs to another user; hooks run as you", path.string()),
                 "give it to root, or to yourself");
  if ((seen.st_mode & S_IWOTH) != 0)
    return fault(FaultKind::usage, fmt::format("'{}' can be written by everybody", path.string()),
                 fmt::format("chmod o-w {}", path.string()));
  return {};
}

/// In the order of their names. Refuses a folder that cannot be read.
Result<std::vector<fs::path>> content_of(const fs::path& folder) {
  if (const auto safe = check_owner(folder); !safe) return tl::unexpected(safe.error());
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error))
    paths.push_back(each->path());
  if (error) return fault(FaultKind::usage, fmt::format("'{}': {}", folder.string(), error.message()));
  std::ranges::sort(paths, {}, [](const fs::path& path) { return path.filename().string(); });
  return paths;
}

/// Why the file is no hook; empty where it is one.
std::string objection(const fs::path& file) {
  if (!is_name_of_a_hook(file.filename().string()))
    return "names of hooks hold only letters, digits, '-' and '_'";
  return access(file.c_str(), X_OK) == 0 ? "" : "you may not execute it";
}

Result<Hooks> with_stage(Hooks hooks, const fs::path& folder) {
  const auto stage = folder.filename().string();
  const auto files = content_of(folder);
  if (!files) return tl::unexpected(files.error());
  for (const auto& file : *files) {
    std::error_code gone;
    if (is_hidden(file) || !fs::is_regular_file(file, gone)) continue;
    if (const auto why = objection(file); !why.empty()) {
      hooks.ignored.push_back(fmt::format("'{}' is not run: {}", file.string(), why));
      continue;
    }
    if (const auto safe = check_owner(file); !safe) return tl::unexpected(safe.error());
    hooks.stages[stage].push_back({stage + "/" + file.filename().string(), fs::absolute(file)});
  }
  return hooks;
}

tl::unexpected<Fault> no_stage(const fs::path& folder) {
  const auto name = folder.filename().string();
  const auto meant = nearest(name, stage_names());
  return fault(FaultKind::usage, fmt::format("'{}': there is no stage '{}'", folder.string(), name),
               meant ? fmt::format("did you mean '{}'?", *meant)
                     : fmt::format("there are {}", fmt::join(stage_names(), ", ")));
}

}  // namespace

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names = {"before-drain",  "after-drain",  "before-undrain",
                                                 "after-undrain", "before-place", "after-place",
                                                 "before-vm",     "after-vm"};
  return names;
}

Result<Hooks> find_hooks(const fs::path& directory) {
  std::error_code gone;
  if (!fs::exists(directory, gone))
    return fault(FaultKind::missing, fmt::format("there is no '{}'", directory.string()));
  const auto folders = content_of(directory);
  if (!folders) return tl::unexpected(folders.error());
  Hooks hooks;
  for (const auto& folder : *folders) {
    if (is_hidden(folder) || !fs::is_directory(folder, gone)) continue;
    if (std::ranges::find(stage_names(), folder.filename().string()) == stage_names().end())
      return no_stage(folder);
    auto more = with_stage(std::move(hooks), folder);
    if (!more) return more;
    hooks = std::move(*more);
  }
  return hooks;
}

}  // namespace haxen::hooks
