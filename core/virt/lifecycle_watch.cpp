// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's lifecycle events.
#include "virt/lifecycle_watch.hpp"

#include <utility>

#include "virt/complaint.hpp"

namespace haxen::virt {

namespace {

struct Ear {
  LifecycleWatch::For what;
  std::shared_ptr<Moment> moment;
};

// That a post-copy began, or broke, is told of a guest that has stood still before.
bool is_stop(int event, int detail) {
  return event == VIR_DOMAIN_EVENT_SUSPENDED && detail != VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY &&
         detail != VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED;
}

int heard(virConnectPtr, virDomainPtr, int event, int detail, void* opaque) {
  const auto& ear = *static_cast<Ear*>(opaque);
  switch (ear.what) {
    case LifecycleWatch::For::stop:
      if (is_stop(event, detail)) ear.moment->note();
      break;
    case LifecycleWatch::For::start:
      if (event == VIR_DOMAIN_EVENT_RESUMED && !ear.moment->last()) ear.moment->note();
      break;
  }
  return 0;
}

// libvirt may still call heard() while this end deregisters: what it writes to goes when libvirt lets go of
// it.
void let_go(void* opaque) { delete static_cast<Ear*>(opaque); }

}  // namespace

LifecycleWatch::LifecycleWatch(virConnectPtr connection, virDomainPtr domain, For what,
                               std::shared_ptr<Moment> moment)
    : connection_(connection) {
  auto* const ear = new Ear{what, std::move(moment)};
  id_ = virConnectDomainEventRegisterAny(connection, domain, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                         VIR_DOMAIN_EVENT_CALLBACK(heard), ear, let_go);
  if (id_ >= 0) return;
  take_complaint();
  delete ear;
}

LifecycleWatch::~LifecycleWatch() {
  if (id_ >= 0 && virConnectDomainEventDeregisterAny(connection_, id_) < 0) take_complaint();
}

}  // namespace haxen::virt
