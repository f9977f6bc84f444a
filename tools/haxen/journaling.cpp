// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of an operation is written down, and when.
#include "journaling.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <set>
#include <variant>
#include <vector>

#include "entry.hpp"
#include "report/time.hpp"
#include "say.hpp"
#include "session.hpp"
#include "state.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

// A disk that takes longer is as good as none.
constexpr Duration patience = 10s;

// Links change; what is older than this many migrations says little of the next one.
constexpr std::size_t most_paces = 200;

std::string title(const model::Operation& operation) {
  return operation.subject.empty() ? operation.command
                                   : fmt::format("{} of {}", operation.command, operation.subject);
}

std::string described(const model::Operation& operation) {
  return fmt::format("{} by {}, pid {}, since {}", title(operation), operation.holder.user,
                     operation.holder.pid, report::minute(operation.began));
}

// One file a fleet, named so that people see whose it is.
std::filesystem::path lock_file(const std::filesystem::path& directory, const std::string& fleet) {
  auto name = whole_path(fleet);
  std::ranges::replace(name, '/', '%');
  return directory / (name + ".lock");
}

model::Moment now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// What its entries show of one that died.
std::string remains(const std::vector<model::Entry>& entries) {
  std::size_t ended = 0;
  std::set<std::string> under_way;
  for (const auto& entry : entries) {
    if (entry.kind == "move_started" || entry.kind == "move_adopted" || entry.kind == "start_began")
      under_way.insert(entry.vm);
    if (entry.kind == "start_ended") under_way.erase(entry.vm);
    if (entry.kind != "move_ended") continue;
    under_way.erase(entry.vm);
    ++ended;
  }
  auto text = fmt::format("{} of its moves had ended", ended);
  if (!under_way.empty())
    text +=
        fmt::format(", under way {} {}", under_way.size() == 1 ? "was" : "were", fmt::join(under_way, ", "));
  return text;
}

// Those whose process is gone: what is known of each, in words.
Result<std::vector<std::string>> close_the_dead(store::Journal& journal, const executor::Self& self) {
  std::vector<std::string> told;
  const auto open = journal.open_ones();
  if (!open) return tl::unexpected(open.error());
  for (const auto& [operation, agreed] : *open) {
    if (self.judge(operation.holder) != executor::Liveness::dead) continue;
    if (!agreed) {
      if (auto done = journal.forget(operation.id); !done) return tl::unexpected(done.error());
      continue;
    }
    const auto entries = journal.entries(operation.id);
    if (!entries) return tl::unexpected(entries.error());
    told.push_back(fmt::format("an earlier {} ({}, begun {}) was cut short: {}", title(operation),
                               operation.id, report::minute(operation.began), remains(*entries)));
    if (auto done = journal.end(operation.id, wall_time(), std::nullopt, told.back(), {}); !done)
      return tl::unexpected(done.error());
  }
  return told;
}

struct Begun {
  std::optional<store::Lock> lock;
  std::shared_ptr<store::Journal> journal;
  std::vector<std::string> told;
};

Result<std::shared_ptr<Begun>> begin(const std::filesystem::path& directory,
                                     const model::Operation& operation, const executor::Self& self,
                                     Journaling::Hold hold) {
  auto journal = store::Journal::open(directory);
  if (!journal) return tl::unexpected(journal.error());
  auto begun = std::make_shared<Begun>();
  if (hold == Journaling::Hold::fleet) {
    auto lock = store::Lock::take(lock_file(directory, operation.fleet), described(operation));
    if (!lock) return tl::unexpected(lock.error());
    begun->lock = std::move(*lock);
    auto told = close_the_dead(*journal, self);
    if (!told) return tl::unexpected(told.error());
    begun->told = std::move(*told);
  }
  if (auto done = journal->prepare(operation); !done) return tl::unexpected(done.error());
  begun->journal = std::make_shared<store::Journal>(std::move(*journal));
  return begun;
}

}  // namespace

Journaling::Journaling(Loop& loop, executor::Listener& next)
    : loop_(loop), next_(next), worker_(loop, "the journal") {}

Result<void> Journaling::open(const model::Operation& operation, const executor::Self& self, Hold hold) {
  return loop_.run(start(operation, self, hold));
}

Task<Result<void>> Journaling::start(model::Operation operation, executor::Self self, Hold hold) {
  std::function<Result<std::shared_ptr<Begun>>()> work = [operation, self, hold,
                                                          directory = state_directory()] {
    return begin(directory, operation, self, hold);
  };
  auto begun = co_await worker_.call<std::shared_ptr<Begun>>(std::move(work), patience);
  if (!begun && begun.error().kind == FaultKind::busy) {
    co_return fault(FaultKind::busy, "another haxen works on this fleet: " + begun.error().message,
                    "it is done when it ends; 'haxen history' shows what it has done so far");
  }
  if (!begun) {
    auto why = about("the journal", begun.error());
    if (why.hint.empty())
      why.hint = "nothing is changed that cannot be written down; HAXEN_STATE_DIR names another place for it";
    co_return tl::unexpected(std::move(why));
  }
  lock_ = std::move((*begun)->lock);
  journal_ = (*begun)->journal;
  operation_ = operation.id;
  fleet_ = whole_path(operation.fleet);
  for (const auto& text : (*begun)->told) tell(text);
  co_return Result<void>{};
}

Task<void> Journaling::write(Deed deed) {
  std::function<Result<void>()> work = [journal = journal_, deed] { return deed(*journal); };
  const auto done = co_await worker_.call<void>(std::move(work), patience);
  if (done || complained_) co_return;
  complained_ = true;
  next_.hear(
      model::Warned{std::nullopt, std::nullopt, "the journal misses what happens: " + done.error().message});
}

void Journaling::hear(const model::Happening& happening) {
  next_.hear(happening);
  if (const auto pace = meter_.take(happening); pace && journal_)
    loop_.spawn(write([one = *pace, fleet = fleet_](store::Journal& journal) {
      return journal.add(fleet, wall_time(), one);
    }));
  if (!journal_) return;
  const bool begins = !agreed_ && std::holds_alternative<model::OperationBegan>(happening);
  agreed_ = agreed_ || begins;
  for (const auto& event : excerpt_.take({now(), happening}))
    loop_.spawn(write([id = operation_, begins, entry = entry_of(event)](store::Journal& journal) {
      if (begins) {
        if (auto done = journal.agreed(id); !done) return done;
      }
      return journal.add(id, entry);
    }));
}

migration::Paces past_paces(const std::string& fleet_file) {
  auto journal = store::Journal::open_existing(state_directory());
  if (!journal || !*journal) return {};
  auto past = (*journal)->paces(whole_path(fleet_file), most_paces);
  return past ? migration::Paces(std::move(*past)) : migration::Paces();
}

void Journaling::close(const Conclusion& conclusion) {
  if (!journal_) return;
  loop_.run(write([id = operation_, agreed = agreed_, conclusion](store::Journal& journal) {
    if (!agreed) return journal.forget(id);
    return journal.end(id, wall_time(), conclusion.exit_code, conclusion.report, conclusion.document);
  }));
}

}  // namespace haxen::program
