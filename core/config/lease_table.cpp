// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the keys of [node.lease], and their bounds.
#include <algorithm>
#include <cctype>
#include <chrono>

#include "config/record.hpp"
#include "config/tables.hpp"

namespace haxen::config {

namespace {

using namespace std::chrono_literals;
using model::HostLease;

constexpr auto title = "[node.lease]";
constexpr std::size_t longest_name = 48;  // SANLK_NAME_LEN of sanlock 3.8.5

// Nothing that a shell, or sanlock's own "name:host_id:path:offset", reads as more than a name.
Result<void> accept_name(const std::string& name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.'; };
  if (name.size() <= longest_name && name.front() != '-' && std::ranges::all_of(name, fits)) return {};
  return fault(FaultKind::usage, "must be at most 48 letters, digits and . - _",
               "'sanlock client status' tells it behind each 's'");
}

const Fields<HostLease>& fields() {
  static const Fields<HostLease> all = {
      field<HostLease>("lockspace", &HostLease::lockspace, text_that(accept_name)),
      field<HostLease>("host_id", &HostLease::host_id, count(1, 2000)),
      field<HostLease>("owner", &HostLease::owner, text_that(accept_name)),
      field<HostLease>("timeout", &HostLease::timeout, duration(1s, 1h)),
  };
  return all;
}

}  // namespace

Reading<std::optional<HostLease>> host_lease() {
  return [](const Entry& entry) -> Result<std::optional<HostLease>> {
    const auto* table = std::get_if<Table>(&entry.value.content);
    if (!table) return refuse_type(entry, "a table");
    HostLease lease;
    lease.place = to_string(entry.place);
    auto read = read_record(*table, title, fields(), std::move(lease));
    if (!read) return tl::unexpected(read.error());
    const auto host_id = std::ranges::find(*table, "host_id", &Entry::key);
    if (host_id == table->end())
      return refuse(entry.place, "[node.lease] has no 'host_id'",
                    "add the node's own of libvirt's qemu-sanlock.conf, such as host_id = 1");
    read->host_id_place = to_string(host_id->value.place);
    return *read;
  };
}

}  // namespace haxen::config
