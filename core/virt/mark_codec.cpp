// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fields of a mark in JSON, and the secret around them.
#include "virt/mark_codec.hpp"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

#include "base/result.hpp"

namespace haxen::virt {

namespace {

using nlohmann::json;

constexpr int version = 1;
constexpr std::size_t field_count = 12;

std::int64_t seconds(model::WallTime time) { return time.time_since_epoch().count(); }
model::WallTime wall_time(std::int64_t count) { return model::WallTime(std::chrono::seconds(count)); }

std::string word(model::MarkKind kind) {
  switch (kind) {
    case model::MarkKind::cordon: return "cordon";
    case model::MarkKind::claim: return "claim";
  }
  return {};
}

/// Reads a number only where a whole one stands; nlohmann would take 1.5 for 1.
std::int64_t whole(const json& value) {
  if (!value.is_number_integer()) throw json::other_error::create(501, "not a whole number", &value);
  return value.get<std::int64_t>();
}

model::MarkKind kind(const json& value) {
  for (const auto each : {model::MarkKind::cordon, model::MarkKind::claim}) {
    if (value == word(each)) return each;
  }
  throw json::other_error::create(501, "unknown kind of mark", &value);
}

model::Mark read_fields(const json& text) {
  if (text.size() != field_count || whole(text.at("haxen")) != version) {
    throw json::other_error::create(501, "not this version's fields", &text);
  }
  model::Mark mark;
  mark.kind = kind(text.at("kind"));
  mark.operation = OperationId(text.at("operation").get<std::string>());
  mark.holder = {text.at("host").get<std::string>(), text.at("boot_id").get<std::string>(),
                 whole(text.at("pid")), text.at("user").get<std::string>()};
  mark.active = text.at("active").get<bool>();
  mark.reason = text.at("reason").get<std::string>();
  mark.since = wall_time(whole(text.at("since")));
  if (!text.at("until").is_null()) mark.until = wall_time(whole(text.at("until")));
  const auto booked = whole(text.at("booked"));
  if (booked < 0) throw json::other_error::create(501, "negative amount of memory", &text);
  mark.booked = Bytes{static_cast<std::uint64_t>(booked)};
  return mark;
}

}  // namespace

std::string mark_text(const model::Mark& mark) {
  const json text = {
      {"haxen", version},
      {"kind", word(mark.kind)},
      {"operation", mark.operation.str()},
      {"host", mark.holder.host},
      {"boot_id", mark.holder.boot_id},
      {"pid", mark.holder.pid},
      {"user", mark.holder.user},
      {"active", mark.active},
      {"reason", mark.reason},
      {"since", seconds(mark.since)},
      {"until", mark.until ? json(seconds(*mark.until)) : json()},
      {"booked", mark.booked.count},
  };
  return text.dump(-1, ' ', true, json::error_handler_t::replace);
}

model::Mark read_mark_text(const std::string& id, const std::string& text) {
  model::Mark mark;
  try {
    mark = read_fields(json::parse(text));
  } catch (const json::exception&) {
    mark = {};
    mark.reason = "marked in a way that this haxen cannot read";
  }
  mark.id = id;
  return mark;
}

std::string mark_secret(const model::Mark& mark) {
  pugi::xml_document document;
  auto secret = document.append_child("secret");
  // A node that comes back goes down no more.
  secret.append_attribute("ephemeral") = mark.leaving ? "yes" : "no";
  secret.append_attribute("private") = "no";
  secret.append_child("uuid").text() = mark.id.c_str();
  secret.append_child("description").text() = mark_text(mark).c_str();
  auto usage = secret.append_child("usage");
  usage.append_attribute("type") = "volume";
  usage.append_child("volume").text() = mark.leaving ? leaving_usage : mark_usage;
  std::ostringstream text;
  secret.print(text, "", pugi::format_raw);
  return text.str();
}

model::Mark read_mark_secret(const std::string& xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  const auto secret = document.child("secret");
  auto mark = read_mark_text(secret.child("uuid").text().get(), secret.child("description").text().get());
  mark.leaving = std::string_view(secret.child("usage").child("volume").text().get()) == leaving_usage;
  return mark;
}

}  // namespace haxen::virt
