// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is kept of every fleet's nodes and VMs for the day on which a node cannot be asked any more.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"
#include "model/ledger.hpp"
#include "store/database.hpp"

namespace haxen::store {

/// Its file is `ledger.sqlite` in the state directory. A fleet is known by its file's whole path.
///
/// A node that did not answer keeps what was kept of it. Of a VM that was seen on several nodes, one sighting
/// counts: an active one before a definition that is off, then the newer one. A newer active sighting makes
/// an older one elsewhere forgotten. Where a definition is empty, the one that was kept of the same VM
/// before, there or elsewhere, stays.
class Ledger {
 public:
  /// Makes the folder and the file where they are missing. Refuses a file of a later haxen.
  static Result<Ledger> open(const std::filesystem::path& directory);
  /// For a reader; none where there is no ledger yet.
  static Result<std::optional<Ledger>> open_existing(const std::filesystem::path& directory);

  /// Replaces all that was kept of a node and its VMs; `node.node.name` is who it is. All or nothing.
  Result<void> keep(const std::string& fleet, const model::LedgerNode& node);
  /// The same for nodes that answered side by side: a VM that has gone from one to the other keeps its
  /// definition.
  Result<void> keep(const std::string& fleet, const std::vector<model::LedgerNode>& nodes);
  /// Keeps those that are newer than what is kept of them; returns how many. All or nothing.
  Result<std::size_t> merge(const std::string& fleet, const std::vector<model::LedgerNode>& nodes);
  Result<void> forget(const std::string& fleet, const NodeName& node);

  /// Sorted by name, each with the VMs whose sighting there counts. A fault of kind `failed` where an entry
  /// cannot be understood.
  Result<std::vector<model::LedgerNode>> nodes(const std::string& fleet);
  /// The names of all of them.
  Result<std::vector<NodeName>> names(const std::string& fleet);
  /// Those of the node's VMs that come without a definition, and of which none is kept that was read there
  /// while what ran was written the same.
  Result<std::vector<VmUuid>> unread(const std::string& fleet, const model::LedgerNode& node);

 private:
  explicit Ledger(Database database) : database_(std::move(database)) {}
  template <class... Values>
  Result<void> run(std::string_view sql, const Values&... values);
  Result<void> replace(const std::string& fleet, const model::LedgerNode& node);
  Result<void> replace_all(const std::string& fleet, const std::vector<model::LedgerNode>& nodes);
  Result<void> tidy(const std::string& fleet);
  Result<std::optional<model::WallTime>> seen(const std::string& fleet, const NodeName& node);
  Result<void> read_vms(const std::string& fleet, std::vector<model::LedgerNode>& nodes);

  Database database_;
};

}  // namespace haxen::store
