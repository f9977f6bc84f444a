// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words that libvirt 9.0 and QEMU 7.2 have for a memory stream that cannot be encrypted.
#include "virt/stream_faults.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace haxen::virt {

namespace {

struct Trouble {
  std::string_view sign;     ///< what the error's text holds
  std::string_view meaning;  ///< {0} is the source, {1} the target
};

// The first whose sign is found counts. A QEMU that receives is the server.
constexpr std::array troubles{
    Trouble{"TLS directory not configured", "there is no directory for QEMU's certificates"},
    Trouble{"server-cert.pem", "node '{1}' has no certificate for it that QEMU accepts"},
    Trouble{"server-key.pem", "node '{1}' has no key for it that QEMU accepts"},
    Trouble{"client-cert.pem", "node '{0}' has no certificate for it that QEMU accepts"},
    Trouble{"client-key.pem", "node '{0}' has no key for it that QEMU accepts"},
    Trouble{"ca-cert.pem", "node '{0}' or '{1}' knows no authority for it"},
    Trouble{"does not match the hostname",
            "the certificate of node '{1}' does not hold the name in its peer_uri"},
    Trouble{"certificate", "node '{0}' does not accept the certificate of node '{1}'"},
    // The target's reasons stay in its own log.
    Trouble{"TLS channel", "node '{1}' did not accept the certificate of node '{0}', or it sent none"},
    Trouble{"TLS handshake", "the two nodes did not come to terms"},
};

constexpr std::string_view mend =
    "QEMU looks in /etc/pki/qemu, or in migrate_tls_x509_cert_dir of qemu.conf, for ca-cert.pem, and for "
    "server-cert.pem, server-key.pem, client-cert.pem and client-key.pem";

}  // namespace

std::optional<std::string> explain_encryption(const NodeName& from, const NodeName& to,
                                              const Complaint& complaint) {
  for (const auto& trouble : troubles) {
    if (complaint.text.find(trouble.sign) == std::string::npos) continue;
    return fmt::format("its memory cannot be encrypted: {} ({}); {}",
                       fmt::format(fmt::runtime(trouble.meaning), from.str(), to.str()), complaint.text,
                       mend);
  }
  return std::nullopt;
}

}  // namespace haxen::virt
