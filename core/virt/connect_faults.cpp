// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the many ways in which a connection is refused, by the words that libvirt 9.0, GnuTLS and OpenSSH
// have for them.
#include <array>
#include <fmt/format.h>
#include <libvirt/virterror.h>
#include <string_view>

#include "virt/complaint.hpp"

namespace haxen::virt {

namespace {

struct Refusal {
  std::string_view sign;  ///< what its text holds
  FaultKind kind;
  std::string_view meaning;
  std::string_view hint;  ///< {0} is the host
  bool plain = false;     ///< the meaning says all; the text behind it would only repeat it
};

// The first whose sign is found counts, so the particular stands before the general.
constexpr std::array refusals{
    Refusal{"HOST IDENTIFICATION HAS CHANGED", FaultKind::denied, "the key of its ssh server has changed",
            "make sure that it is the right host, then forget the old key: ssh-keygen -R {0}"},
    Refusal{"Host key verification failed", FaultKind::denied, "the key of its ssh server is not known here",
            "make its key known: connect once by hand, ssh {0}"},
    Refusal{"virt-ssh-helper: not found", FaultKind::failed, "libvirt is not installed there", ""},
    Refusal{"Permission denied (", FaultKind::denied, "its ssh server refused this user's key",
            "this must work without a question: ssh -o BatchMode=yes {0} true"},
    Refusal{"libvirt-sock", FaultKind::unreachable, "its libvirt daemon does not run",
            "on the node: systemctl status libvirtd (or virtqemud, virtproxyd)"},
    Refusal{"Could not resolve hostname", FaultKind::unreachable, "its name cannot be resolved",
            "correct the uri in the fleet file, or give the name an address"},
    Refusal{"unable to resolve", FaultKind::unreachable, "its name cannot be resolved",
            "correct the uri in the fleet file, or give the name an address"},
    Refusal{"Connection refused", FaultKind::unreachable, "connection refused",
            "does the daemon that the uri names listen there?", true},
    Refusal{"No route to host", FaultKind::unreachable, "no route to host", "", true},
    Refusal{"Network is unreachable", FaultKind::unreachable, "network is unreachable", "", true},
    Refusal{"onnection timed out", FaultKind::unreachable, "connection timed out", "", true},
    Refusal{"certificate has expired", FaultKind::unreachable, "its TLS certificate has expired",
            "renew the server certificate of {0}"},
    Refusal{"certificate is not yet active", FaultKind::unreachable, "its TLS certificate is not valid yet",
            "compare the clocks of this host and {0}"},
    Refusal{"certificate has been revoked", FaultKind::unreachable, "its TLS certificate has been revoked",
            "renew the server certificate of {0}"},
    Refusal{"owner does not match the hostname", FaultKind::unreachable,
            "its TLS certificate is another host's",
            "the certificate must hold the name that the uri uses: {0}"},
    Refusal{"certificate is not trusted", FaultKind::unreachable,
            "its TLS certificate is of an unknown authority",
            "the authority's certificate belongs into cacert.pem here (/etc/pki/CA, or the uri's pkipath)"},
    Refusal{"hasn't got a known issuer", FaultKind::unreachable,
            "its TLS certificate is of an unknown authority",
            "the authority's certificate belongs into cacert.pem here (/etc/pki/CA, or the uri's pkipath)"},
    Refusal{"Cannot read CA certificate", FaultKind::usage, "this host has no authority's certificate",
            "put it where the message says, or name its directory in the uri: ?pkipath=DIRECTORY"},
    Refusal{"Cannot read certificate", FaultKind::usage, "this host's own TLS certificate cannot be read",
            ""},
    Refusal{"no polkit agent", FaultKind::denied, "this user may not manage VMs there",
            "add the user to the group 'libvirt' there, or allow org.libvirt.unix.manage"},
    Refusal{"uthentication", FaultKind::denied, "it does not accept this user", ""},
};

/// One line, at most 300 characters: ssh's warnings are posters.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    if (c == '@' && !line.empty() && line.back() == '@') continue;
    line += blank ? ' ' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() > 300) line = line.substr(0, 297) + "...";
  return line;
}

}  // namespace

Fault explain_connect(const std::string& host, const Complaint& complaint) {
  const auto cause = on_one_line(complaint.text);
  for (const auto& refusal : refusals) {
    if (complaint.text.find(refusal.sign) == std::string::npos) continue;
    Fault fault{refusal.kind, fmt::format("cannot connect: {}", refusal.meaning)};
    if (!refusal.plain) fault.message += fmt::format(" ({})", cause);
    fault.hint = fmt::format(fmt::runtime(refusal.hint), host.empty() ? "this host" : host);
    return fault;
  }
  auto fault = explain("cannot connect", {complaint.code, cause});
  if (fault.kind == FaultKind::failed) fault.kind = FaultKind::unreachable;
  return fault;
}

}  // namespace haxen::virt
