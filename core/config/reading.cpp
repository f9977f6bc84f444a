// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the typed readings of the fleet file.
#include "config/reading.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.hpp"

namespace haxen::config {

namespace {

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overload(Cases...) -> Overload<Cases...>;  // clang 14 does not find it by itself

std::string kind_of(const Value& value) {
  return std::visit(
      Overload{[](const Moment&) { return "a date or time"; }, [](const std::string&) { return "a text"; },
               [](std::int64_t) { return "a whole number"; }, [](double) { return "a fraction"; },
               [](bool) { return "true or false"; }, [](const std::vector<Value>&) { return "a list"; },
               [](const Table&) { return "a table"; }},
      value.content);
}

template <class T>
Result<T> within(const Entry& entry, T value, T least, T most, const std::string& bounds) {
  if (value >= least && value <= most) return value;
  return refuse_value(entry, {FaultKind::usage, "must be " + bounds});
}

template <class T>
Result<T> parsed(const Entry& entry, const std::string& wanted, Result<T> (*parse)(std::string_view)) {
  const auto* written = std::get_if<std::string>(&entry.value.content);
  if (!written) return refuse_type(entry, wanted);
  auto value = parse(*written);
  if (!value) return refuse_value(entry, value.error());
  return value;
}

// As one would write it in the file: "1s", "2h".
std::string written(Milliseconds length) {
  const auto count = length.count();
  if (count % 86'400'000 == 0) return fmt::format("{}d", count / 86'400'000);
  if (count % 3'600'000 == 0) return fmt::format("{}h", count / 3'600'000);
  if (count % 60'000 == 0) return fmt::format("{}m", count / 60'000);
  if (count % 1000 == 0) return fmt::format("{}s", count / 1000);
  return fmt::format("{}ms", count);
}

template <class T>
Reading<T> whole(T least, T most) {
  return [=](const Entry& entry) -> Result<T> {
    const auto* number = std::get_if<std::int64_t>(&entry.value.content);
    if (!number) return refuse_type(entry, "a whole number");
    const auto value =
        within<std::int64_t>(entry, *number, least, most, fmt::format("{} to {}", least, most));
    return value.map([](std::int64_t sound) { return static_cast<T>(sound); });
  };
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }

}  // namespace

tl::unexpected<Fault> refuse_value(const Entry& entry, const Fault& inner) {
  return refuse(entry.value.place, fmt::format("'{}': {}", entry.key, inner.message), inner.hint);
}

tl::unexpected<Fault> refuse_type(const Entry& entry, const std::string& wanted) {
  return refuse(entry.value.place,
                fmt::format("'{}' must be {}, not {}", entry.key, wanted, kind_of(entry.value)));
}

Fault unknown_word(const std::string& subject, const std::string& word,
                   const std::vector<std::string>& known) {
  const auto meant = nearest(word, known);
  return {
      FaultKind::usage, fmt::format("unknown {} '{}'", subject, word),
      meant ? fmt::format("did you mean '{}'?", *meant) : fmt::format("known: {}", fmt::join(known, ", "))};
}

Reading<std::string> text() {
  return [](const Entry& entry) -> Result<std::string> {
    const auto* value = std::get_if<std::string>(&entry.value.content);
    if (!value) return refuse_type(entry, "a text");
    if (value->empty()) return refuse_value(entry, {FaultKind::usage, "must not be empty"});
    if (std::ranges::any_of(*value, is_control)) {
      return refuse_value(entry, {FaultKind::usage, "must not hold control characters"});
    }
    return *value;
  };
}

Reading<std::string> text_that(std::function<Result<void>(const std::string&)> accept) {
  return [accept = std::move(accept)](const Entry& entry) -> Result<std::string> {
    auto value = text()(entry);
    if (!value) return value;
    const auto verdict = accept(*value);
    if (!verdict) return refuse_value(entry, verdict.error());
    return value;
  };
}

Reading<bool> flag() {
  return [](const Entry& entry) -> Result<bool> {
    if (const auto* value = std::get_if<bool>(&entry.value.content)) return *value;
    return refuse_type(entry, "true or false");
  };
}

Reading<int> integer(int least, int most) { return whole<int>(least, most); }

Reading<unsigned> count(unsigned least, unsigned most) { return whole<unsigned>(least, most); }

Reading<double> ratio(double least, double most) {
  return [=](const Entry& entry) -> Result<double> {
    const auto bounds = fmt::format("{} to {}", least, most);
    // A NaN lies within no bounds and is refused by them.
    if (const auto* value = std::get_if<double>(&entry.value.content))
      return within(entry, *value, least, most, bounds);
    if (const auto* value = std::get_if<std::int64_t>(&entry.value.content)) {
      return within(entry, static_cast<double>(*value), least, most, bounds);
    }
    return refuse_type(entry, "a number");
  };
}

Reading<Milliseconds> duration(Milliseconds least, Milliseconds most) {
  return [=](const Entry& entry) -> Result<Milliseconds> {
    const auto value = parsed<Milliseconds>(entry, "a duration such as \"250ms\"", parse_duration);
    if (!value) return value;
    return within(entry, *value, least, most, fmt::format("{} to {}", written(least), written(most)));
  };
}

Reading<Bytes> size(Bytes least, Bytes most) {
  return [=](const Entry& entry) -> Result<Bytes> {
    const auto value = parsed<Bytes>(entry, "a size such as \"4GiB\"", parse_bytes);
    if (!value) return value;
    return within(entry, *value, least, most, fmt::format("{} to {}", to_string(least), to_string(most)));
  };
}

Reading<Bandwidth> bandwidth() {
  return [](const Entry& entry) -> Result<Bandwidth> {
    return parsed<Bandwidth>(entry, "a rate such as \"10Gbit/s\"", parse_bandwidth);
  };
}

Reading<std::vector<std::string>> texts() {
  return texts_that([](const std::string&) { return Result<void>(); });
}

Reading<std::vector<std::string>> texts_that(std::function<Result<void>(const std::string&)> accept) {
  return [read = text_that(std::move(accept))](const Entry& entry) -> Result<std::vector<std::string>> {
    const auto* list = std::get_if<std::vector<Value>>(&entry.value.content);
    if (!list) return refuse_type(entry, "a list of texts");
    if (list->empty()) return refuse_value(entry, {FaultKind::usage, "must not be empty"});
    std::vector<std::string> all;
    for (const auto& value : *list) {
      auto one = read({entry.key, entry.place, value});
      if (!one) return tl::unexpected(one.error());
      if (std::ranges::find(all, *one) != all.end()) {
        return refuse(value.place, fmt::format("'{}': '{}' stands twice", entry.key, *one));
      }
      all.push_back(std::move(*one));
    }
    return all;
  };
}

Reading<std::map<std::string, std::string>> texts_by_name() {
  return [](const Entry& entry) -> Result<std::map<std::string, std::string>> {
    const auto* table = std::get_if<Table>(&entry.value.content);
    if (!table) return refuse_type(entry, "a table of texts");
    std::map<std::string, std::string> texts;
    for (const auto& inner : *table) {
      if (inner.key.empty()) return refuse(inner.place, "a name must not be empty");
      auto value = text()(inner);
      if (!value) return tl::unexpected(value.error());
      texts.emplace(inner.key, std::move(*value));
    }
    return texts;
  };
}

}  // namespace haxen::config
