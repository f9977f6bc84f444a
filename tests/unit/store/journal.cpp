// SPDX-License-Identifier: GPL-2.0-or-later
// What is written down about operations, and read again.
#include "store/journal.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <unistd.h>

#include "folder.hpp"

using namespace haxen;
using namespace haxen::store;
using namespace std::chrono_literals;

namespace {

Operation operation(const std::string& id, int at = 1'700'000'000) {
  Operation one;
  one.id = OperationId(id);
  one.command = "drain";
  one.subject = "n1";
  one.fleet = "/etc/haxen/fleet.toml";
  one.reason = "it's \"new\"";
  one.holder = {"admin", "boot-1", 4711, "root"};
  one.began = model::WallTime(std::chrono::seconds(at));
  return one;
}

Journal open(const Folder& folder) {
  auto journal = Journal::open(folder.path());
  REQUIRE(journal);
  return std::move(*journal);
}

void write(Journal& journal, const Operation& one) {
  REQUIRE(journal.prepare(one));
  REQUIRE(journal.agreed(one.id));
}

}  // namespace

TEST_CASE("what was written down is read as it was, by another process as well") {
  const Folder folder;
  auto one = operation("20240101T000000Z-aaaaaa");
  const Entry entry{model::Moment(1'700'000'000'250ms), "move_ended", "web1", "web1: moved", "{\"event\":1}"};
  {
    auto journal = open(folder);
    write(journal, one);
    REQUIRE(journal.add(one.id, entry));
    REQUIRE(journal.end(one.id, one.began + 5s, 3, "a screen", "{}"));
  }
  auto journal = open(folder);
  one.ended = one.began + 5s;
  one.exit_code = 3;
  one.report = "a screen";
  one.document = "{}";
  CHECK(journal.latest(10).value() == std::vector{one});
  CHECK(journal.entries(one.id).value() == std::vector{entry});
  CHECK(journal.open_ones().value().empty());
}

TEST_CASE("what nobody agreed to is no part of the history") {
  const Folder folder;
  auto journal = open(folder);
  const auto one = operation("a");
  REQUIRE(journal.prepare(one));
  CHECK(journal.latest(10).value().empty());
  REQUIRE(journal.open_ones().value().size() == 1);
  CHECK_FALSE(journal.open_ones().value().front().agreed);
  REQUIRE(journal.forget(one.id));
  CHECK(journal.open_ones().value().empty());
}

TEST_CASE("what was agreed to is not forgotten") {
  const Folder folder;
  auto journal = open(folder);
  write(journal, operation("a"));
  REQUIRE(journal.forget(OperationId("a")));
  CHECK(journal.latest(10).value().size() == 1);
  CHECK(journal.open_ones().value().front().agreed);
}

TEST_CASE("an operation that was cut short is closed without an exit code, a report or a document") {
  const Folder folder;
  auto journal = open(folder);
  auto one = operation("a");
  write(journal, one);
  REQUIRE(journal.end(one.id, one.began + 1s, std::nullopt, {}, {}));
  one.ended = one.began + 1s;
  CHECK(journal.latest(1).value() == std::vector{one});
}

TEST_CASE("the newest come first, and no more than were asked for") {
  const Folder folder;
  auto journal = open(folder);
  for (int i = 0; i < 5; ++i) write(journal, operation("op" + std::to_string(i), 1'700'000'000 + i));
  const auto latest = journal.latest(2).value();
  REQUIRE(latest.size() == 2);
  CHECK(latest[0].id.str() == "op4");
  CHECK(latest[1].id.str() == "op3");
}

TEST_CASE("of those that began in one second, the last written is the newest, whatever the clock said") {
  const Folder folder;
  auto journal = Journal::open(folder.path(), 2);
  REQUIRE(journal);
  write(*journal, operation("op-z", 1'700'000'002));
  write(*journal, operation("op-y", 1'700'000'001));
  write(*journal, operation("op-x", 1'700'000'001));
  const auto latest = journal->latest(3).value();
  REQUIRE(latest.size() == 2);
  CHECK(latest[0].id.str() == "op-x");
  CHECK(latest[1].id.str() == "op-y");
}

TEST_CASE("an operation is found by the beginning of its name, if that is one operation's only") {
  const Folder folder;
  auto journal = open(folder);
  write(journal, operation("20240101T000000Z-aaaaaa"));
  write(journal, operation("20240102T000000Z-bbbbbb"));
  CHECK(journal.find("20240102").value().id.str() == "20240102T000000Z-bbbbbb");
  CHECK(journal.find("2024").error().kind == FaultKind::missing);
  CHECK(journal.find("2023").error().message == "operation '2023' is not in the journal");
  CHECK(journal.find("%").error().kind == FaultKind::missing);
}

TEST_CASE("only the newest operations are kept, and nothing of the others") {
  const Folder folder;
  auto journal = Journal::open(folder.path(), 3);
  REQUIRE(journal);
  write(*journal, operation("first", 1));
  REQUIRE(journal->add(OperationId("first"), {{}, "warning", "", "x", "{}"}));
  for (int i = 0; i < 3; ++i) write(*journal, operation("op" + std::to_string(i), 100 + i));
  CHECK_FALSE(journal->find("first"));
  CHECK(journal->entries(OperationId("first")).value().empty());
  CHECK(journal->latest(10).value().size() == 3);
}

TEST_CASE("a reader finds no journal where there is none, and makes none") {
  const Folder folder;
  CHECK_FALSE(Journal::open_existing(folder.path()).value());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a journal of a later haxen is left alone") {
  const Folder folder;
  {
    open(folder);
    auto database = Database::open(folder.path() / "journal.sqlite");
    REQUIRE(database->execute("PRAGMA user_version = 2"));
  }
  CHECK(Journal::open(folder.path()).error().kind == FaultKind::unsupported);
}

TEST_CASE("a file that is no journal is named, with what is wrong with it") {
  const Folder folder;
  std::ofstream(folder.path() / "journal.sqlite") << std::string(4096, 'x');
  const auto opened = Journal::open(folder.path());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find("journal.sqlite") != std::string::npos);
  CHECK(opened.error().message.find("not a database") != std::string::npos);
}

TEST_CASE("the journal is its owner's only") {
  const Folder folder;
  open(folder);
  const auto mode = std::filesystem::status(folder.path() / "journal.sqlite").permissions();
  CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
}

TEST_CASE("how fast migrations went is kept by fleet, the newest first") {
  const Folder folder;
  auto journal = open(folder);
  const model::PastPace first{NodeName("n1"), NodeName("n2"), Bandwidth{1e8}, Seconds(1.5)};
  const model::PastPace second{NodeName("n2"), NodeName("n1"), Bandwidth{2e8}, Seconds(0.25)};
  const model::WallTime when(1'700'000'000s);
  REQUIRE(journal.add("fleet", when, first));
  REQUIRE(journal.add("fleet", when, second));
  REQUIRE(journal.add("other", when, first));
  CHECK(journal.paces("fleet", 10).value() == std::vector{second, first});
  CHECK(journal.paces("fleet", 1).value() == std::vector{second});
  CHECK(journal.paces("none", 10).value().empty());
}
