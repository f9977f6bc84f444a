// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls for secrets.
#include "virt/marks.hpp"

#include <array>
#include <fmt/format.h>
#include <random>
#include <string_view>
#include <utility>

#include "virt/handle.hpp"
#include "virt/mark_codec.hpp"

namespace haxen::virt {

namespace {

std::string random_uuid() {
  std::random_device source;
  std::uniform_int_distribution<std::uint32_t> word;
  std::array<std::uint32_t, 4> bits{word(source), word(source), word(source), word(source)};
  bits[1] = (bits[1] & 0xffff0fff) | 0x4000;      // version 4
  bits[2] = (bits[2] & 0x3fffffff) | 0x80000000;  // the common variant
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", bits[0], bits[1] >> 16, bits[1] & 0xffff,
                     bits[2] >> 16, bits[2] & 0xffff, bits[3]);
}

Result<void> define(const Session& session, const model::Mark& mark, const std::string& doing) {
  const Secret secret(virSecretDefineXML(session.connection, mark_secret(mark).c_str(), 0));
  if (!secret) return failed(doing);
  return {};
}

Result<std::optional<model::Mark>> read(const Session& session, const char* usage) {
  const Secret secret(virSecretLookupByUsage(session.connection, VIR_SECRET_USAGE_TYPE_VOLUME, usage));
  if (!secret) {
    const auto complaint = take_complaint();
    if (complaint.code == VIR_ERR_NO_SECRET) return std::optional<model::Mark>();
    return tl::unexpected(explain("cannot read its mark", complaint));
  }
  const auto xml = text_of("cannot read its mark", virSecretGetXMLDesc(secret.get(), 0));
  // Removed between the two calls.
  if (!xml && xml.error().kind == FaultKind::missing) return std::optional<model::Mark>();
  if (!xml) return tl::unexpected(xml.error());
  return std::optional(read_mark_secret(*xml));
}

struct Found {
  Secret secret;
  bool leaving = false;
};

/// The secret with that UUID, provided that it is a mark of the node's.
Result<Found> find_mark(const Session& session, const std::string& id) {
  Secret secret(virSecretLookupByUUIDString(session.connection, id.c_str()));
  if (!secret) return failed("cannot find its mark");
  const char* usage = virSecretGetUsageID(secret.get());
  if (usage == nullptr) return failed("cannot read its mark");
  const std::string_view name = usage;
  if (name != mark_usage && name != leaving_usage) return fault(FaultKind::missing, "that is no mark");
  return Found{std::move(secret), name == leaving_usage};
}

}  // namespace

Result<std::optional<model::Mark>> read_mark(const Session& session) {
  auto mark = read(session, mark_usage);
  if (!mark) return mark;
  auto leaving = read(session, leaving_usage);
  if (!leaving || !*leaving) return leaving ? mark : leaving;
  if (!*mark) return leaving;
  (*mark)->leaving = true;
  return mark;
}

Result<model::Mark> place_mark(const Session& session, model::Mark mark) {
  mark.id = random_uuid();
  auto defined = define(session, mark, "cannot mark it");
  if (defined) return mark;
  // The refusal of a second secret for the usage has no code of its own: look whether there is one.
  const auto* usage = mark.leaving ? leaving_usage : mark_usage;
  if (auto there = read(session, usage); there && *there) {
    return fault(FaultKind::exists,
                 "it is marked already by " + ((*there)->holder.host.empty()
                                                   ? "somebody"
                                                   : (*there)->holder.user + "@" + (*there)->holder.host));
  }
  return tl::unexpected(defined.error());
}

Result<void> rewrite_mark(const Session& session, const model::Mark& mark) {
  const auto there = find_mark(session, mark.id);
  if (!there) return tl::unexpected(there.error());
  auto same = mark;
  same.leaving = there->leaving;
  return define(session, same, "cannot rewrite its mark");
}

Result<void> remove_mark(const Session& session, const std::string& id) {
  const auto there = find_mark(session, id);
  if (!there) return tl::unexpected(there.error());
  if (virSecretUndefine(there->secret.get()) < 0) return failed("cannot remove its mark");
  return {};
}

}  // namespace haxen::virt
