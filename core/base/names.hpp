// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the names by which things are told apart, each a type of its own.
#pragma once

#include <fmt/format.h>

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace haxen {

/// A string that cannot be mistaken for another kind of name.
template <class Tag>
class Named {
 public:
  Named() = default;
  explicit Named(std::string text) : text_(std::move(text)) {}

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const Named&, const Named&) = default;
  friend std::strong_ordering operator<=>(const Named& a, const Named& b) {
    return a.text_.compare(b.text_) <=> 0;
  }

 private:
  std::string text_;
};

using NodeName = Named<struct NodeNameTag>;        ///< the name given in the fleet file
using VmName = Named<struct VmNameTag>;            ///< libvirt's domain name; unique on one node only
using VmUuid = Named<struct VmUuidTag>;            ///< libvirt's domain UUID, lower case with dashes
using OperationId = Named<struct OperationIdTag>;  ///< one run of one command that changes something

}  // namespace haxen

template <class Tag>
struct std::hash<haxen::Named<Tag>> {
  std::size_t operator()(const haxen::Named<Tag>& name) const noexcept {
    return std::hash<std::string>{}(name.str());
  }
};

template <class Tag>
struct fmt::formatter<haxen::Named<Tag>> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const haxen::Named<Tag>& name, Context& context) const {
    return fmt::formatter<std::string_view>::format(name.str(), context);
  }
};
