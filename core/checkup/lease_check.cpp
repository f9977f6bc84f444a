// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a lease is held against what the fleet file says of it.
#include "checkup/lease_check.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace haxen::checkup {

namespace {

using model::Finding;
using model::FindingKind;

class Examiner {
 public:
  Examiner(const SoughtLease& sought, const std::vector<LeaseAnswer>& answers) : sought_(sought) {
    for (const auto& answer : answers) {
      if (answer.onlooker == sought.node) own_ = answer.view ? &*answer.view : nullptr;
      if (answer.onlooker == sought.node) continue;
      if (is_in_it(answer)) {
        onlookers_.push_back(&answer);
      } else if (untold_.empty()) {
        untold_ = fmt::format("; '{}': {}", answer.onlooker,
                              answer.view ? "it is not in it" : answer.view.error().message);
      }
    }
  }

  std::vector<Finding> run(const std::optional<std::string>& lock_manager) {
    if (onlookers_.empty()) {
      add(FindingKind::lease_untold, lease().place,
          fmt::format("no other node tells of its lease in lockspace '{}'{}", lease().lockspace, untold_),
          "let one that is reached by ssh join it; 'sanlock client status' there tells its lockspaces");
    } else if (!is_another_s() && own_ != nullptr && is_unheld()) {
      add(FindingKind::lease_not_held, lease().host_id_place,
          fmt::format("nobody renews the lease of host_id {} in lockspace '{}'", lease().host_id,
                      lease().lockspace),
          mend_of_host_id());
    }
    if (own_ == nullptr) return std::move(findings_);
    watchdog();
    if (lock_manager && *lock_manager != "sanlock" && !own_->used) binds_nothing(*lock_manager);
    return std::move(findings_);
  }

 private:
  static bool is_in_it(const LeaseAnswer& answer) { return answer.view && answer.view->host_id; }

  const model::HostLease& lease() const { return sought_.lease; }

  void add(FindingKind kind, const std::string& place, const std::string& message, std::string remedy) {
    findings_.push_back({kind,
                         {sought_.node},
                         fmt::format("node '{}': {}", sought_.node, message),
                         std::move(remedy),
                         place,
                         model::Severity::error});
  }

  // The node itself knows best which is its own.
  std::string mend_of_host_id() const {
    if (own_ != nullptr && own_->host_id && *own_->host_id != lease().host_id)
      return fmt::format("its own is {}: say host_id = {}", *own_->host_id, *own_->host_id);
    if (own_ != nullptr && !own_->host_id)
      return fmt::format("let it join the lockspace: it is not in '{}'", lease().lockspace);
    return "'sanlock client status' on the node tells its own, behind the lockspace's name";
  }

  void another_s(const std::string& owner) {
    add(FindingKind::lease_of_another, lease().host_id_place,
        fmt::format("the lease of host_id {} in lockspace '{}' is held by {}", lease().host_id,
                    lease().lockspace, owner),
        mend_of_host_id());
  }

  bool is_another_s() {
    for (const auto* answer : onlookers_) {
      if (*answer->view->host_id == lease().host_id) {
        another_s(fmt::format("node '{}'", answer->onlooker));
        return true;
      }
      const auto* record = record_of(*answer);
      if (record == nullptr || record->generation == 0 || record->timestamp == 0) continue;
      if (own_ != nullptr && !own_->name.empty() && record->owner != own_->name) {
        another_s(fmt::format("'{}'", record->owner));
        return true;
      }
      if (!is_owner(sought_, record->owner)) {
        not_known_by_name(record->owner);
        return true;
      }
    }
    return false;
  }

  void not_known_by_name(const std::string& owner) {
    add(FindingKind::lease_of_another, lease().place,
        fmt::format("the name in its lease, '{}', is not known to be the node's", owner),
        own_ == nullptr ? mend_of_host_id() : fmt::format("say owner = \"{}\"", host_part(owner)));
  }

  const LeaseRecord* record_of(const LeaseAnswer& answer) const {
    const auto found = answer.view->leases.find(lease().host_id);
    return found == answer.view->leases.end() ? nullptr : &found->second;
  }

  bool is_unheld() const {
    return std::ranges::none_of(onlookers_, [&](const LeaseAnswer* answer) {
      const auto* record = record_of(*answer);
      return record != nullptr && state_of(*answer->view, *record) == LeaseState::held;
    });
  }

  void watchdog() {
    if (own_->watchdog.value_or(true)) return;
    add(FindingKind::lease_no_watchdog, lease().place,
        "its sanlock uses no watchdog: that its lease is dead does not prove that the node does not run",
        "let wdmd run there, and take '-w 0' out of /etc/default/sanlock, where Debian has put it");
  }

  void binds_nothing(const std::string& lock_manager) {
    add(FindingKind::lease_binds_nothing, lease().place,
        fmt::format("its VMs go on where the lease is lost: libvirt's lock manager is '{}'", lock_manager),
        fmt::format("set lock_manager = \"sanlock\" in its qemu.conf, or have its loss reset the node: "
                    "'sanlock client set_config -s {} -u 1'",
                    lease().lockspace));
  }

  const SoughtLease& sought_;
  const LeaseView* own_ = nullptr;
  std::vector<const LeaseAnswer*> onlookers_{};
  std::string untold_{};
  std::vector<Finding> findings_{};
};

}  // namespace

std::vector<Finding> findings_of(const SoughtLease& sought, const std::vector<LeaseAnswer>& answers,
                                 const std::optional<std::string>& lock_manager) {
  return Examiner(sought, answers).run(lock_manager);
}

}  // namespace haxen::checkup
