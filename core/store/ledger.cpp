// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the ledger's tables, and what is written into them.
#include "store/ledger.hpp"

#include <nlohmann/json.hpp>

#include "document/ledger.hpp"

namespace haxen::store {

namespace {

using model::LedgerNode;
using model::LedgerVm;

constexpr std::int64_t schema_version = 1;
constexpr const char* file_name = "ledger.sqlite";

// Domain XML is many times as long as all the rest, and seldom changes.
constexpr const char* schema = R"(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS node (
  fleet TEXT NOT NULL, name TEXT NOT NULL, seen INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (fleet, name));
CREATE TABLE IF NOT EXISTS vm (
  fleet TEXT NOT NULL, node TEXT NOT NULL, uuid TEXT NOT NULL, active INTEGER NOT NULL, seen INTEGER NOT NULL,
  document TEXT NOT NULL, PRIMARY KEY (fleet, node, uuid));
CREATE INDEX IF NOT EXISTS vm_of ON vm (fleet, uuid);
CREATE TABLE IF NOT EXISTS domain_xml (
  fleet TEXT NOT NULL, node TEXT NOT NULL, uuid TEXT NOT NULL, definition TEXT NOT NULL, running TEXT NOT NULL,
  is_read INTEGER NOT NULL, PRIMARY KEY (fleet, node, uuid));
CREATE INDEX IF NOT EXISTS domain_xml_of ON domain_xml (fleet, uuid);
PRAGMA user_version = 1;
COMMIT;
)";

// A definition counts as read as long as what runs is written as it was when it was read.
constexpr const char* put_domain_xml = R"(
INSERT INTO domain_xml VALUES (?1, ?2, ?3,
  CASE WHEN ?4 <> '' THEN ?4 ELSE COALESCE(
    (SELECT former.definition FROM domain_xml AS former
     WHERE former.fleet = ?1 AND former.uuid = ?3 AND former.definition <> ''
     ORDER BY former.node = ?2 DESC, former.running <> '' DESC LIMIT 1), '') END,
  ?5,
  CASE WHEN ?4 <> '' THEN 1 ELSE COALESCE(
    (SELECT former.is_read FROM domain_xml AS former
     WHERE former.fleet = ?1 AND former.node = ?2 AND former.uuid = ?3 AND former.running = ?5), 0) END)
ON CONFLICT DO UPDATE SET definition = excluded.definition, running = excluded.running, is_read = excluded.is_read
WHERE domain_xml.definition <> excluded.definition OR domain_xml.running <> excluded.running
  OR domain_xml.is_read <> excluded.is_read)";

// Of two that were active at the same time, the one that was written first.
constexpr const char* drop_superseded = R"(
DELETE FROM vm AS old WHERE fleet = ?1 AND active = 1 AND EXISTS (
  SELECT 1 FROM vm AS other WHERE other.fleet = ?1 AND other.uuid = old.uuid AND other.node <> old.node
  AND other.active = 1 AND (other.seen > old.seen OR (other.seen = old.seen AND other.rowid > old.rowid))))";

constexpr const char* drop_orphans = R"(
DELETE FROM domain_xml AS text WHERE fleet = ?1 AND NOT EXISTS (
  SELECT 1 FROM vm WHERE vm.fleet = ?1 AND vm.node = text.node AND vm.uuid = text.uuid))";

std::int64_t seconds(model::WallTime time) { return time.time_since_epoch().count(); }

/// As it stands beside its texts.
std::string line(const LedgerVm& vm) {
  return document::line(document::encode(LedgerVm{vm.vm, vm.statement, {}, {}, vm.seen}));
}

}  // namespace

Result<Ledger> Ledger::open(const std::filesystem::path& directory) {
  auto database = Database::open_in(directory, file_name);
  if (!database) return tl::unexpected(database.error());
  if (auto known = database->expect_version(schema_version, "ledger"); !known)
    return tl::unexpected(known.error());
  if (auto made = database->execute(schema); !made) return tl::unexpected(made.error());
  return Ledger(std::move(*database));
}

Result<std::optional<Ledger>> Ledger::open_existing(const std::filesystem::path& directory) {
  auto database = Database::open_existing(directory / file_name);
  if (!database && database.error().kind == FaultKind::missing) return std::optional<Ledger>();
  if (!database) return tl::unexpected(database.error());
  if (auto known = database->expect_version(schema_version, "ledger"); !known)
    return tl::unexpected(known.error());
  return std::optional(Ledger(std::move(*database)));
}

template <class... Values>
Result<void> Ledger::run(std::string_view sql, const Values&... values) {
  auto statement = database_.prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  (statement->bind(values), ...);
  return statement->run();
}

Result<void> Ledger::keep(const std::string& fleet, const LedgerNode& node) {
  return keep(fleet, std::vector{node});
}

Result<void> Ledger::keep(const std::string& fleet, const std::vector<LedgerNode>& nodes) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto done = replace_all(fleet, nodes); !done) return done;
  return transaction->commit();
}

Result<std::size_t> Ledger::merge(const std::string& fleet, const std::vector<LedgerNode>& nodes) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return tl::unexpected(transaction.error());
  std::vector<LedgerNode> newer;
  for (const auto& node : nodes) {
    const auto kept = seen(fleet, node.node.name);
    if (!kept) return tl::unexpected(kept.error());
    if (!*kept || **kept < node.seen) newer.push_back(node);
  }
  if (auto done = replace_all(fleet, newer); !done) return tl::unexpected(done.error());
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return newer.size();
}

Result<void> Ledger::forget(const std::string& fleet, const NodeName& node) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const auto* sql :
       {"DELETE FROM node WHERE fleet = ? AND name = ?", "DELETE FROM vm WHERE fleet = ? AND node = ?"})
    if (auto done = run(sql, fleet, node.str()); !done) return done;
  if (auto done = tidy(fleet); !done) return done;
  return transaction->commit();
}

Result<void> Ledger::replace_all(const std::string& fleet, const std::vector<LedgerNode>& nodes) {
  for (const auto& node : nodes)
    if (auto done = replace(fleet, node); !done) return done;
  return tidy(fleet);
}

Result<void> Ledger::replace(const std::string& fleet, const LedgerNode& node) {
  const auto& name = node.node.name.str();
  auto done = run("INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?)", fleet, name, seconds(node.seen),
                  document::line(document::encode(node.node)));
  if (done) done = run("DELETE FROM vm WHERE fleet = ? AND node = ?", fleet, name);
  for (const auto& vm : node.vms) {
    const auto& uuid = vm.vm.uuid.str();
    const std::int64_t active = model::is_active(vm.vm.state) ? 1 : 0;
    if (done)
      done = run("INSERT OR REPLACE INTO vm VALUES (?, ?, ?, ?, ?, ?)", fleet, name, uuid, active,
                 seconds(vm.seen), line(vm));
    if (done) done = run(put_domain_xml, fleet, name, uuid, vm.definition, vm.running);
  }
  return done;
}

// Texts go last: until then a VM that has gone to another node finds its former definition.
Result<void> Ledger::tidy(const std::string& fleet) {
  if (auto done = run(drop_superseded, fleet); !done) return done;
  return run(drop_orphans, fleet);
}

}  // namespace haxen::store
