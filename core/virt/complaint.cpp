// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the kinds behind libvirt's error codes.
#include "virt/complaint.hpp"

#include <libvirt/virterror.h>

namespace haxen::virt {

namespace {

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A connection that broke in mid-call has no code of its own.
bool lost_connection(const Complaint& complaint) {
  if (complaint.code == VIR_ERR_INVALID_CONN) return true;
  if (complaint.code != VIR_ERR_SYSTEM_ERROR && complaint.code != VIR_ERR_RPC &&
      complaint.code != VIR_ERR_INTERNAL_ERROR) {
    return false;
  }
  for (const auto* sign :
       {"client socket is closed", "End of file while reading", "connection closed due to keepalive",
        "Cannot write data", "Cannot recv data", "Unable to read from socket"}) {
    if (says(complaint.text, sign)) return true;
  }
  return false;
}

FaultKind kind_of(const Complaint& complaint) {
  if (lost_connection(complaint)) return FaultKind::unreachable;
  switch (complaint.code) {
    case VIR_ERR_NO_DOMAIN:
    case VIR_ERR_NO_SECRET:
    case VIR_ERR_NO_DOMAIN_METADATA: return FaultKind::missing;
    case VIR_ERR_DOM_EXIST: return FaultKind::exists;
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_OPERATION_UNSUPPORTED:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_CONFIG_UNSUPPORTED: return FaultKind::unsupported;
    case VIR_ERR_OPERATION_DENIED:
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_AUTH_FAILED:
    case VIR_ERR_AUTH_CANCELLED:
    case VIR_ERR_AUTH_UNAVAILABLE: return FaultKind::denied;
    case VIR_ERR_OPERATION_TIMEOUT:
    case VIR_ERR_RESOURCE_BUSY: return FaultKind::busy;
    case VIR_ERR_OPERATION_ABORTED: return FaultKind::aborted;
    default: return FaultKind::failed;  // of more than a hundred codes, these are the ones that we decide by
  }
}

}  // namespace

Complaint take_complaint() {
  Complaint complaint;
  if (const auto* const error = virGetLastError(); error != nullptr && error->code != VIR_ERR_OK) {
    complaint = {error->code, error->message != nullptr ? error->message : ""};
  }
  virResetLastError();
  return complaint;
}

Fault explain(const std::string& doing, const Complaint& complaint) {
  const auto cause = complaint.text.empty() ? std::string("libvirt gave no reason") : complaint.text;
  return Fault{kind_of(complaint), doing + ": " + cause};
}

tl::unexpected<Fault> failed(const std::string& doing) {
  return tl::unexpected<Fault>(explain(doing, take_complaint()));
}

}  // namespace haxen::virt
