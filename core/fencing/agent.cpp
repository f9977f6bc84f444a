// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where fence agents are, and how one is asked what it is and what its device does.
#include "fencing/agent.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "base/nearest.hpp"

namespace haxen::fencing {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_metadata = std::size_t{1} << 20U;

std::vector<fs::path> folders() {
  const char* path = std::getenv("PATH");
  std::istringstream stream(std::string(path != nullptr ? path : "") + ":/usr/local/sbin:/usr/sbin:/sbin");
  std::vector<fs::path> all;
  for (std::string folder; std::getline(stream, folder, ':');)
    if (folder.starts_with('/')) all.emplace_back(folder);
  return all;
}

bool may_run(const fs::path& file) {
  std::error_code gone;
  return fs::is_regular_file(file, gone) && access(file.c_str(), X_OK) == 0;
}

std::vector<std::string> installed() {
  std::vector<std::string> names;
  for (const auto& folder : folders()) {
    std::error_code error;
    for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error))
      if (auto name = each->path().filename().string(); name.starts_with("fence_")) names.push_back(name);
  }
  return names;
}

// Of a program without secrets: the last line of what it complains of, for people.
std::string last_words(const std::string& text) {
  auto end = text.find_last_not_of(" \n\r\t");
  if (end == text.npos) return {};
  const auto begin = text.find_last_of('\n', end);
  auto line = text.substr(begin == text.npos ? 0 : begin + 1, end - (begin == text.npos ? 0 : begin + 1) + 1);
  std::ranges::replace_if(
      line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return line.size() > 200 ? fmt::format("{:.200}...", line) : line;
}

// fence-agents 4.12: fail() and fail_usage() of its library.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> phrases = {{
    {"Unable to connect/login", "it cannot connect or log in to the device"},
    {"Timed out waiting to power ON", "the device did not switch on in the agent's time"},
    {"Timed out waiting to power OFF", "the device did not switch off in the agent's time"},
    {"Unable to obtain correct plug status", "the device does not know the plug, or tells no state of it"},
    {"Connection timed out", "the device does not answer"},
    {"Connection lost", "the connection to the device was lost"},
    {"You have to set login password", "the device wants a password"},
    {"You have to set login name", "the device wants a user name"},
    {"You have to enter plug", "the device wants a plug"},
}};

std::string recognised(const Report& report) {
  for (const auto& [phrase, meaning] : phrases)
    if (report.output.find(phrase) != std::string::npos) return fmt::format(": {}", meaning);
  return {};
}

bool says(const Report& report, std::string_view words) {
  return report.output.find(words) != std::string::npos;
}

}  // namespace

Result<fs::path> find_agent(const std::string& agent) {
  if (agent.find('/') != agent.npos) {
    if (may_run(agent)) return fs::path(agent);
    return fault(FaultKind::missing, fmt::format("there is no fence agent '{}' that may be executed", agent),
                 "install it, or mend 'agent'");
  }
  for (const auto& folder : folders())
    if (may_run(folder / agent)) return folder / agent;
  const auto meant = nearest(agent, installed());
  return fault(FaultKind::missing, fmt::format("there is no fence agent '{}'", agent),
               meant && *meant != agent ? fmt::format("did you mean '{}'?", *meant)
                                        : "install it (package fence-agents), or name its path");
}

Result<Metadata> ask_metadata(const fs::path& agent, Milliseconds limit, const Interrupt& interrupt) {
  Program program{{agent.string(), "-o", "metadata"}, {}, {"LC_ALL=C"}, limit};
  program.complaints = StandardError::apart;
  program.most_output = most_metadata;
  const auto report = run(program, interrupt);
  if (report.how == How::interrupted) return fault(FaultKind::aborted, "it was ended");
  if (report.how != How::ended || report.status != 0) {
    const auto why = last_words(report.how == How::not_run ? report.output : report.complaints);
    return fault(FaultKind::failed, complaint_of(report) + (why.empty() ? "" : ": " + why));
  }
  return read_metadata(report.output);
}

Report call(const fs::path& agent, const std::string& input, Milliseconds limit, const Interrupt& interrupt) {
  return run(Program{{agent.string()}, input, {"LC_ALL=C"}, limit}, interrupt);
}

Result<model::Power> power_from(const Report& report) {
  if (report.how != How::ended || (report.status != 0 && report.status != 2))
    return fault(FaultKind::failed, complaint_of(report));
  const bool off = report.status == 2;
  if (says(report, off ? "Status: ON" : "Status: OFF"))
    return fault(FaultKind::failed,
                 fmt::format("it ended with status {}, which means {}, but prints the contrary",
                             report.status, off ? "off" : "on"));
  return off ? model::Power::off : model::Power::on;
}

std::string complaint_of(const Report& report) {
  switch (report.how) {
    case How::ended:
      return report.status == 0 ? ""
                                : fmt::format("it ended with status {}{}", report.status, recognised(report));
    case How::late: return fmt::format("it did not end within {}", to_string(report.time));
    case How::interrupted: return "it was ended";
    case How::not_run: return "it cannot be run";
  }
  return {};
}

}  // namespace haxen::fencing
