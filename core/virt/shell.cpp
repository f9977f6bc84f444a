// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to ask a node what only a shell there can tell.
#include "virt/shell.hpp"

#include <algorithm>
#include <string_view>

#include "virt/uri.hpp"

namespace haxen::virt {

namespace {

// No answer to our questions has such a line.
constexpr std::string_view end_of_answer = "-- end of answer, haxen --";

std::vector<std::string> by_ssh(const Uri& uri, Milliseconds patience) {
  const auto seconds = std::max<long long>(1, std::chrono::ceil<std::chrono::seconds>(patience).count());
  std::vector<std::string> words{parameter(uri, "command").value_or("ssh"), "-T", "-oBatchMode=yes",
                                 "-oConnectTimeout=" + std::to_string(seconds)};
  if (uri.port) words.insert(words.end(), {"-p", std::to_string(*uri.port)});
  if (!uri.user.empty()) words.insert(words.end(), {"-l", uri.user});
  if (const auto key = parameter(uri, "keyfile")) words.insert(words.end(), {"-i", *key});
  if (parameter(uri, "no_verify") == "1") words.emplace_back("-oStrictHostKeyChecking=no");
  words.insert(words.end(), {"--", uri.host, "sh"});
  return words;
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

std::optional<std::vector<std::string>> shell_command(const std::string& text, Milliseconds patience) {
  const auto uri = parse_uri(text);
  switch (uri.transport) {
    case Transport::ssh: return by_ssh(uri, patience);
    case Transport::local:
      if (uri.driver == "test") return std::nullopt;
      return std::vector<std::string>{"sh"};
    case Transport::tls:
    case Transport::tcp:
    case Transport::other: return std::nullopt;
  }
  return std::nullopt;
}

Result<Shell> Shell::open(const std::vector<std::string>& command, Time until) {
  Shell shell(std::make_unique<Child>(command, Complaints::joined));
  // Whatever ssh has to say first goes with the answer to nothing.
  const auto greeting = shell.ask(":", until);
  if (!greeting) return tl::unexpected(greeting.error());
  return shell;
}

Result<Shell::Answer> Shell::ask(const std::string& script, Time until) {
  Answer answer;
  answer.sent = std::chrono::steady_clock::now();
  child_->write("{ " + script + "\n} </dev/null 2>&1\necho '" + std::string(end_of_answer) + "'\n");
  while (const auto line = child_->read_line(until)) {
    answer.received = std::chrono::steady_clock::now();
    if (*line == end_of_answer) return answer;
    answer.text += *line + '\n';
  }
  if (std::chrono::steady_clock::now() >= until) return fault(FaultKind::late, "its shell does not answer");
  const auto why = last_line(answer.text);
  return fault(FaultKind::unreachable, why.empty() ? "no shell there" : why);
}

}  // namespace haxen::virt
