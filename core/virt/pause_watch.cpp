// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's lifecycle events.
#include "virt/pause_watch.hpp"

#include "virt/complaint.hpp"

namespace haxen::virt {

namespace {

using Shared = std::shared_ptr<PauseTime>;

int heard(virConnectPtr, virDomainPtr, int event, int, void* time) {
  if (event == VIR_DOMAIN_EVENT_SUSPENDED) (*static_cast<Shared*>(time))->note();
  return 0;
}

// libvirt may still call heard() while this end deregisters: what it writes to goes when libvirt lets go of
// it.
void let_go(void* time) { delete static_cast<Shared*>(time); }

}  // namespace

PauseWatch::PauseWatch(virConnectPtr connection, virDomainPtr domain, std::shared_ptr<PauseTime> time)
    : connection_(connection) {
  auto* const shared = new Shared(std::move(time));
  id_ = virConnectDomainEventRegisterAny(connection, domain, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                         VIR_DOMAIN_EVENT_CALLBACK(heard), shared, let_go);
  if (id_ >= 0) return;
  take_complaint();
  delete shared;
}

PauseWatch::~PauseWatch() {
  if (id_ >= 0 && virConnectDomainEventDeregisterAny(connection_, id_) < 0) take_complaint();
}

}  // namespace haxen::virt
