// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how guests' addresses are asked for, and whose word is believed first.
#include "virt/guest_addresses.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <pugixml.hpp>
#include <span>
#include <sstream>

#include "virt/handle.hpp"
#include "virt/presence.hpp"

namespace haxen::virt {

namespace {

using Addresses = std::vector<std::string>;

struct Interfaces {
  virDomainInterfacePtr* list = nullptr;
  int count = 0;

  Interfaces() = default;
  Interfaces(const Interfaces&) = delete;
  Interfaces& operator=(const Interfaces&) = delete;
  ~Interfaces() {
    for (int i = 0; i < count; ++i) virDomainInterfaceFree(list[i]);
    std::free(list);
  }
};

void add(const std::string& address, Addresses& known) {
  if (is_reachable_address(address) && std::ranges::find(known, address) == known.end())
    known.push_back(address);
}

void add_from(const Domain& domain, unsigned source, Addresses& known) {
  Interfaces found;
  found.count = virDomainInterfaceAddresses(domain.get(), &found.list, source, 0);
  if (found.count < 0) {
    found.count = 0;
    take_complaint();
    return;
  }
  for (const auto* interface : std::span(found.list, static_cast<std::size_t>(found.count))) {
    for (const auto& each : std::span(interface->addrs, interface->naddrs)) {
      add(each.addr, known);
    }
  }
}

std::string in_small(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::vector<std::string> macs_in(const std::string& xml) {
  pugi::xml_document document;
  std::vector<std::string> macs;
  if (!document.load_string(xml.c_str())) return macs;
  for (const auto interface : document.child("domain").child("devices").children("interface"))
    macs.push_back(in_small(interface.child("mac").attribute("address").value()));
  return macs;
}

Neighbours own_neighbours() {
  std::ifstream file("/proc/net/arp");
  return read_neighbours({std::istreambuf_iterator<char>(file), {}});
}

void add_neighbours(const std::string& xml, const Neighbours& neighbours, Addresses& known) {
  for (const auto& mac : macs_in(xml))
    if (const auto found = neighbours.find(mac); found != neighbours.end())
      for (const auto& address : found->second) add(address, known);
}

bool is_usable(const in_addr& address) {
  const auto host = ntohl(address.s_addr);
  return host != INADDR_ANY && host >> 24U != 127 && host >> 16U != 0xA9FE;  // 169.254/16
}

bool is_usable(const in6_addr& address) {
  return !IN6_IS_ADDR_UNSPECIFIED(&address) && !IN6_IS_ADDR_LOOPBACK(&address) &&
         !IN6_IS_ADDR_LINKLOCAL(&address);
}

}  // namespace

bool is_reachable_address(std::string_view text) {
  const std::string address(text);
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return is_usable(four);
  return inet_pton(AF_INET6, address.c_str(), &six) == 1 && is_usable(six);
}

Neighbours read_neighbours(const std::string& table) {
  constexpr unsigned complete = 0x2;  // ATF_COM
  Neighbours neighbours;
  std::istringstream lines(table);
  std::string line;
  std::getline(lines, line);  // the header
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string address;
    std::string mac;
    unsigned type = 0;
    unsigned flags = 0;
    if (words >> address >> std::hex >> type >> flags >> mac && (flags & complete) != 0)
      neighbours[in_small(mac)].push_back(address);
  }
  return neighbours;
}

bool agent_listens(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_string(xml.c_str())) return false;
  for (const auto channel : document.child("domain").child("devices").children("channel")) {
    const auto target = channel.child("target");
    const std::string_view name = target.attribute("name").value();
    const std::string_view state = target.attribute("state").value();
    if (name == "org.qemu.guest_agent.0" && state == "connected") return true;
  }
  return false;
}

Result<std::map<VmUuid, Addresses>> addresses(const Session& session, const std::vector<VmUuid>& vms) {
  std::map<VmUuid, Addresses> all;
  const auto neighbours = own_neighbours();
  for (const auto& vm : vms) {
    auto domain = find_domain(session, vm);
    if (!domain || !require_answers(domain->get())) continue;
    const auto xml = text_of("its definition cannot be read", virDomainGetXMLDesc(domain->get(), 0));
    if (!xml) continue;
    Addresses known;
    // An agent that is not there is asked in vain, and one that hangs would hold up the connection.
    if (agent_listens(*xml)) add_from(*domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT, known);
    add_from(*domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, known);
    // libvirt 9.0.0 cannot read the table of a recent kernel ("wrong nlmsg len"), so who asks looks into his
    // own.
    add_from(*domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, known);
    add_neighbours(*xml, neighbours, known);
    if (!known.empty()) all[vm] = std::move(known);
  }
  return all;
}

}  // namespace haxen::virt
