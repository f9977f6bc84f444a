// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the many ways in which a connection is refused, by the words that libvirt 9.0, GnuTLS and OpenSSH
// have for them.
#include <algorithm>
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
  std::string_view meaning;  ///< {0} is who connects, {1} where that is
  std::string_view hint;     ///< {0} is the host
  bool plain = false;        ///< the meaning says all; the text behind it would only repeat it
};

// The first whose sign is found counts, so the particular stands before the general.
constexpr auto authority_hint =
    "the authority that signed it belongs into cacert.pem here (/etc/pki/CA, or the uri's pkipath)";
constexpr auto client_hint = "renew clientcert.pem here (/etc/pki/libvirt, or the uri's pkipath)";
constexpr auto name_hint = "correct the uri in the fleet file, or give the name an address";

constexpr std::array refusals{
    // ssh
    Refusal{"HOST IDENTIFICATION HAS CHANGED", FaultKind::denied, "the key of its ssh server has changed",
            "make sure that it is the right host, then forget the old key: ssh-keygen -R {0}"},
    Refusal{"Host key verification failed", FaultKind::denied, "the key of its ssh server is not known {1}",
            "make its key known: connect once by hand, ssh {0}"},
    Refusal{"Permission denied (", FaultKind::denied, "its ssh server refused this user's key",
            "this must work without a question: ssh -o BatchMode=yes {0} true"},
    Refusal{"received from server too large", FaultKind::unreachable, "what answers there is no libvirt",
            "does the user's shell at the far end write something at login, or refuse to run? ssh {0} true"},
    Refusal{"libvirt-sock", FaultKind::unreachable, "its libvirt daemon does not run",
            "on the node: systemctl status libvirtd (or virtqemud, virtproxyd)"},
    Refusal{"nc: unix connect failed", FaultKind::unreachable, "its libvirt daemon does not run",
            "on the node: systemctl status libvirtd (or virtqemud, virtproxyd)"},
    Refusal{"nc: not found", FaultKind::unreachable, "nothing there passes ssh on to libvirt",
            "install libvirt's daemon, or netcat, on {0}"},
    Refusal{"nc: command not found", FaultKind::unreachable, "nothing there passes ssh on to libvirt",
            "install libvirt's daemon, or netcat, on {0}"},
    // names and routes
    Refusal{"Could not resolve hostname", FaultKind::unreachable, "its name cannot be resolved", name_hint},
    Refusal{"nable to resolve", FaultKind::unreachable, "its name cannot be resolved", name_hint},
    Refusal{"Connection refused", FaultKind::unreachable, "connection refused",
            "does the daemon that the uri names listen there?", true},
    Refusal{"No route to host", FaultKind::unreachable, "no route to host", "", true},
    Refusal{"Network is unreachable", FaultKind::unreachable, "network is unreachable", "", true},
    Refusal{"onnection timed out", FaultKind::unreachable, "connection timed out", "", true},
    // this host's own certificate
    Refusal{"Cannot read CA certificate", FaultKind::unreachable, "{0} knows no authority for TLS",
            "put it where the message says, or name its directory in the uri: ?pkipath=DIRECTORY"},
    Refusal{"Our own certificate", FaultKind::unreachable,
            "{0}'s own TLS certificate is of another authority", client_hint},
    Refusal{"The client certificate", FaultKind::unreachable, "{0}'s own TLS certificate is out of date",
            client_hint},
    Refusal{"TLS confirmation", FaultKind::denied, "it refused {0}'s TLS certificate",
            "is there one here (clientcert.pem and clientkey.pem), of an authority that {0} knows, and still "
            "valid?"},
    // the node's certificate; the reason stands in the log only
    Refusal{"owner does not match the hostname", FaultKind::unreachable,
            "its TLS certificate is for another name",
            "the certificate must hold the name that the uri uses: {0}"},
    Refusal{"hasn't got a known issuer", FaultKind::unreachable,
            "its TLS certificate is of an unknown authority", authority_hint},
    Refusal{"certificate has been revoked", FaultKind::unreachable, "its TLS certificate has been revoked",
            "renew it on {0}"},
    Refusal{"insecure algorithm", FaultKind::unreachable, "its TLS certificate uses an insecure algorithm",
            "renew it on {0}"},
    // All that is left of GnuTLS's reasons is its dates (libvirt 9.0.0 does not tell them).
    Refusal{"certificate is not trusted", FaultKind::unreachable,
            "its TLS certificate has expired or is not valid yet", "renew it on {0}, or set the clocks"},
    Refusal{"verify peer's certificate", FaultKind::unreachable, "its TLS certificate was not accepted", ""},
    // rights
    Refusal{"no polkit agent", FaultKind::denied, "this user may not manage VMs there",
            "add the user to the group 'libvirt' there, or allow org.libvirt.unix.manage"},
    Refusal{"uthentication", FaultKind::denied, "it does not accept this user", ""},
};

/// The line that holds the sign.
std::string_view line_with(std::string_view sign, std::string_view text) {
  const auto at = text.find(sign);
  const auto begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

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

std::string meaning(const Refusal& refusal, std::string_view who, std::string_view where) {
  return fmt::format(fmt::runtime(refusal.meaning), who, where);
}

}  // namespace

std::optional<std::string> known_refusal(const std::string& text, std::string_view who,
                                         std::string_view where) {
  const auto is_it = [&text](const Refusal& refusal) { return text.find(refusal.sign) != std::string::npos; };
  const auto* refusal = std::ranges::find_if(refusals, is_it);
  if (refusal == refusals.end()) return std::nullopt;
  return meaning(*refusal, who, where);
}

Fault explain_connect(const std::string& host, const Complaint& complaint, const std::string& heard) {
  for (const auto& refusal : refusals) {
    const bool in_error = complaint.text.find(refusal.sign) != std::string::npos;
    if (!in_error && heard.find(refusal.sign) == std::string::npos) continue;
    Fault fault{refusal.kind, "cannot connect: " + meaning(refusal, "this host", "here")};
    const auto cause = in_error ? std::string_view(complaint.text) : line_with(refusal.sign, heard);
    if (!refusal.plain) fault.message += fmt::format(" ({})", on_one_line(cause));
    fault.hint = fmt::format(fmt::runtime(refusal.hint), host.empty() ? "this host" : host);
    return fault;
  }
  auto fault = explain("cannot connect", {complaint.code, on_one_line(complaint.text)});
  if (fault.kind == FaultKind::failed) fault.kind = FaultKind::unreachable;
  return fault;
}

}  // namespace haxen::virt
