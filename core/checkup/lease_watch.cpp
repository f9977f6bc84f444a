// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a lease's answers are a proof of death, a sign of life, or nothing to be believed.
#include "checkup/lease_watch.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <strings.h>
#include <utility>

namespace haxen::checkup {

namespace {

using namespace std::chrono_literals;
using model::Sign;
using model::Testimony;

constexpr std::size_t length_of_uuid = 36;
constexpr std::size_t longest_owner = 48;

bool is_same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && strncasecmp(one.data(), other.data(), one.size()) == 0;
}

bool is_address(std::string_view host) {
  return host.find_first_not_of("0123456789.") == host.npos || host.find(':') != host.npos;
}

std::string_view label(std::string_view host) {
  return is_address(host) ? host : host.substr(0, host.find('.'));
}

bool begins_with_uuid(std::string_view owner) {
  return owner.size() > length_of_uuid + 1 && owner[length_of_uuid] == '.' &&
         owner.substr(0, length_of_uuid).find_first_not_of("0123456789abcdefABCDEF-") == owner.npos;
}

bool has_moved(const LeaseRecord& from, const LeaseRecord& to) {
  return to.timestamp != 0 && (from.timestamp != to.timestamp || from.generation != to.generation);
}

/// At least for how long it has been free or dead; none where it is neither.
std::optional<Seconds> given_up_for(const LeaseView& view, const LeaseRecord& record, LeaseState state) {
  if (state == LeaseState::free) return unrenewed(view, record);
  if (state == LeaseState::dead) return unrenewed(view, record) - dead_after(record);
  return std::nullopt;
}

std::string words_of(const LeaseView& view, const LeaseRecord& record) {
  const auto age = to_string(std::max(Seconds(1), unrenewed(view, record)));
  switch (state_of(view, record)) {
    case LeaseState::unknown: return "it has not read it for too long";
    case LeaseState::free: return "it was released in good order";
    case LeaseState::held: return fmt::format("it is held, and was seen to be renewed {} ago", age);
    case LeaseState::failing:
      return fmt::format("it has not been renewed for {}, and is dead after {}", age,
                         to_string(dead_after(record)));
    case LeaseState::dead:
      return fmt::format("it has not been renewed for {}, and was dead after {}", age,
                         to_string(dead_after(record)));
  }
  return {};
}

}  // namespace

std::string_view host_part(std::string_view owner) {
  return begins_with_uuid(owner) ? owner.substr(length_of_uuid + 1) : owner;
}

bool is_owner(const SoughtLease& sought, const std::string& owner) {
  const auto name = host_part(owner);
  if (!sought.lease.owner.empty()) return owner == sought.lease.owner || name == sought.lease.owner;
  const bool is_cut = owner.size() >= longest_owner;
  return std::ranges::any_of(sought.hosts, [&](const std::string& host) {
    if (host.empty() || name.empty()) return false;
    if (is_same(host, name) || is_same(label(host), label(name))) return true;
    return is_cut && host.size() > name.size() && is_same(host.substr(0, name.size()), name);
  });
}

/// What one onlooker's answer is worth.
struct LeaseWatch::Opinion {
  enum class Worth { none, not_joined, no_proof, usable };
  Worth worth = Worth::none;
  std::string onlooker;
  std::string words;
  LeaseState state = LeaseState::unknown;
  bool is_renewed = false;
};

void LeaseWatch::note(Seen& seen, const LeaseView& view, const LeaseRecord& record) const {
  if (!seen.began) seen.began = view.now;
  if (!seen.base && record.last_check > *seen.began) seen.base = record;
  if (seen.base && has_moved(*seen.base, record)) seen.is_renewed = true;
  seen.last = record;
}

LeaseWatch::Opinion LeaseWatch::opinion_of(const LeaseAnswer& answer) {
  using Worth = Opinion::Worth;
  const auto onlooker = answer.onlooker.str();
  const auto host_id = sought_.lease.host_id;
  if (!answer.view) return {Worth::not_joined, onlooker, answer.view.error().message};
  const auto& view = *answer.view;
  if (!view.host_id)
    return {Worth::not_joined, onlooker, fmt::format("it is not in lockspace '{}'", sought_.lease.lockspace)};
  if (*view.host_id == host_id)
    return {Worth::no_proof, onlooker, fmt::format("host_id {} is its own", host_id)};
  const auto found = view.leases.find(host_id);
  if (found == view.leases.end() || found->second.generation == 0)
    return {Worth::none, onlooker, fmt::format("nobody has held host_id {} since it looks on", host_id)};
  const auto& record = found->second;
  if (!is_owner(sought_, record.owner))
    return {Worth::no_proof, onlooker, fmt::format("host_id {} is held by '{}'", host_id, record.owner)};
  const auto state = state_of(view, record);
  if (state == LeaseState::unknown) return {Worth::none, onlooker, words_of(view, record)};
  const auto given_up = given_up_for(view, record, state);
  const auto unseen = sought_.unseen ? sought_.unseen() : std::nullopt;
  if (given_up && unseen && *unseen < *given_up)
    return {Worth::no_proof, onlooker,
            fmt::format("it was given up {} ago, while the node still answered", to_string(*given_up))};
  auto& seen = seen_[answer.onlooker];
  note(seen, view, record);
  return {Worth::usable, onlooker, words_of(view, record), state, seen.is_renewed};
}

Testimony LeaseWatch::hear(const std::vector<LeaseAnswer>& round) {
  using Worth = Opinion::Worth;
  std::vector<Opinion> all;
  for (const auto& answer : round) all.push_back(opinion_of(answer));
  const auto find = [&](auto fits) { return std::ranges::find_if(all, fits); };
  const auto renewed = find([](const Opinion& each) { return each.is_renewed; });
  const auto no_proof = find([](const Opinion& each) { return each.worth == Worth::no_proof; });
  const auto usable = find([](const Opinion& each) { return each.worth == Worth::usable; });
  const auto held = find([](const Opinion& each) {
    return each.worth == Worth::usable && each.state != LeaseState::free && each.state != LeaseState::dead;
  });
  const auto in_it = find([](const Opinion& each) { return each.worth != Worth::not_joined; });
  settled_ = true;
  if (renewed != all.end())
    return told(Sign::alive, renewed->onlooker, "it was renewed while it was watched");
  if (no_proof != all.end()) return told(Sign::unknown, no_proof->onlooker, no_proof->words);
  if (usable != all.end() && held == all.end()) return told(Sign::dead, usable->onlooker, usable->words);
  settled_ = in_it == all.end();
  if (held != all.end()) return told(Sign::silent, held->onlooker, held->words);
  if (all.empty()) return told(Sign::unknown, {}, "there is nobody to ask about it");
  const auto& first = in_it != all.end() ? *in_it : all.front();
  const auto others = all.size() - 1;
  return told(Sign::unknown, first.onlooker,
              others == 0 ? first.words : fmt::format("{}; and {} more tell nothing", first.words, others));
}

void LeaseWatch::begin() {
  for (auto& [onlooker, seen] : seen_) seen = Seen{seen.last};
}

bool LeaseWatch::in_doubt() const {
  return std::ranges::any_of(seen_, [](const auto& each) {
    const auto& seen = each.second;
    if (seen.is_renewed || !seen.before || !seen.last || !has_moved(*seen.before, *seen.last)) return false;
    return !seen.base || seen.last->last_check <= seen.base->last_check;
  });
}

Testimony LeaseWatch::told(Sign sign, const std::string& witness, std::string detail) const {
  return {sought_.node, model::TestimonyKind::lease, witness, sign, std::move(detail)};
}

namespace {

// In steps of a second, so that a stop is heard.
Task<void> rest(Loop& loop, Milliseconds time, std::function<bool()> stopped) {
  for (; time > 0ms && !stopped(); time -= 1000ms) co_await loop.sleep(std::min<Milliseconds>(time, 1000ms));
}

}  // namespace

Task<Testimony> await_lease(Loop& loop, LeaseWatch& watch, LeaseAsking ask, LeaseWait wait) {
  watch.begin();
  const auto until = loop.now() + wait.limit;
  bool waits = false;
  while (true) {
    auto asking = ask();
    const auto round = co_await asking;
    auto told = watch.hear(round);
    if (watch.is_settled()) co_return told;
    if (wait.stopped()) {
      told.detail += "; no longer waited for: stopped";
      co_return told;
    }
    const auto left = std::chrono::floor<Milliseconds>(until - loop.now());
    if (left <= 0ms) {
      told.detail += fmt::format("; waited for {}", to_string(Seconds(wait.limit)));
      co_return told;
    }
    if (!std::exchange(waits, true)) {
      auto begins = told;
      begins.detail += fmt::format("; waiting up to {}", to_string(Seconds(wait.limit)));
      wait.begins(begins);
    }
    co_await rest(loop, std::min(wait.every, left), wait.stopped);
  }
}

Task<Testimony> look_at_lease(Loop& loop, LeaseWatch& watch, LeaseAsking ask, LeaseWait wait) {
  const auto until = loop.now() + wait.limit;
  while (true) {
    auto asking = ask();
    const auto round = co_await asking;
    auto told = watch.hear(round);
    if (!watch.in_doubt() || wait.stopped() || loop.now() >= until) co_return told;
    co_await rest(loop, wait.every, wait.stopped);
  }
}

}  // namespace haxen::checkup
