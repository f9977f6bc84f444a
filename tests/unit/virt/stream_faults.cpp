// SPDX-License-Identifier: GPL-2.0-or-later
// Why a memory stream is not encrypted, as it was said by libvirt 9.0 and QEMU 7.2.
#include "virt/stream_faults.hpp"

#include <doctest/doctest.h>
#include <libvirt/virterror.h>

using namespace haxen;

namespace {

std::string told(const std::string& text) {
  return virt::explain_encryption(NodeName("n1"), NodeName("n2"), {VIR_ERR_OPERATION_FAILED, text})
      .value_or("");
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a missing file is told with its path, and with the node that lacks it") {
  const auto server = told(
      "internal error: unable to execute QEMU command 'object-add': Unable to access credentials "
      "/etc/pki/qemu/server-cert.pem: No such file or directory");
  CHECK(says(server, "node 'n2' has no certificate"));
  CHECK(says(server, "/etc/pki/qemu/server-cert.pem: No such file"));
  CHECK(says(server, "migrate_tls_x509_cert_dir"));
  CHECK(says(told("Unable to access credentials /etc/pki/qemu/client-key.pem"), "node 'n1' has no key"));
  CHECK(says(told("Unable to access credentials /etc/pki/qemu/ca-cert.pem"), "node 'n1' or 'n2'"));
}

TEST_CASE("a certificate that the other end does not accept is told from one that is missing") {
  CHECK(says(told("job 'migration out' failed: Cannot write to TLS channel: Input/output error"),
             "node 'n2' did not accept the certificate of node 'n1'"));
  CHECK(says(told("Certificate does not match the hostname n2.example"), "the name in its peer_uri"));
  CHECK(says(told("The certificate hasn't got a known issuer"), "node 'n1' does not accept"));
}

TEST_CASE("a migration that failed for another reason is not explained so") {
  CHECK(told("cannot set up guest memory 'pc.ram': Cannot allocate memory").empty());
  CHECK(told("").empty());
}
