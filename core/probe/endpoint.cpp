// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how names become addresses.
#include "probe/endpoint.hpp"

#include <cctype>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>
#include <system_error>

namespace haxen::probe {

namespace {

std::string in_our_case(std::string words) {
  if (words.size() > 1 && std::islower(static_cast<unsigned char>(words[1])) != 0)
    words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return words;
}

}  // namespace

Result<Endpoint> resolve(const Target& target) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;  // one entry per address, whatever is sent there
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int code = getaddrinfo(target.host.c_str(), std::to_string(target.port).c_str(), &wanted, &list);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);
  if (code != 0 || list == nullptr) {
    const auto why = code == EAI_SYSTEM ? words_for(errno) : in_our_case(gai_strerror(code));
    return fault(FaultKind::unreachable,
                 fmt::format("target '{}': cannot find '{}': {}", to_string(target), target.host, why),
                 "name a host that this machine can look up, or give its address");
  }
  Endpoint endpoint;
  endpoint.target = target;
  std::memcpy(&endpoint.address, list->ai_addr, list->ai_addrlen);
  endpoint.length = list->ai_addrlen;
  return endpoint;
}

std::string numeric(const Endpoint& endpoint) {
  char host[NI_MAXHOST] = {};
  if (getnameinfo(endpoint.raw(), endpoint.length, host, sizeof host, nullptr, 0, NI_NUMERICHOST) != 0)
    return {};
  return host;
}

std::string words_for(int error) { return in_our_case(std::generic_category().message(error)); }

}  // namespace haxen::probe
