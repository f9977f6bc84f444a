// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the types of libvirt's parameters.
#include "virt/parameters.hpp"

namespace haxen::virt {

std::optional<unsigned long long> ParameterView::number(const char* name) const {
  const auto* const found = virTypedParamsGet(list_, count_, name);
  if (found == nullptr) return std::nullopt;
  const auto from_signed = [](long long value) {
    return value < 0 ? std::nullopt : std::optional(static_cast<unsigned long long>(value));
  };
  switch (found->type) {
    case VIR_TYPED_PARAM_INT: return from_signed(found->value.i);
    case VIR_TYPED_PARAM_UINT: return found->value.ui;
    case VIR_TYPED_PARAM_LLONG: return from_signed(found->value.l);
    case VIR_TYPED_PARAM_ULLONG: return found->value.ul;
    default: return std::nullopt;  // an int in the C interface, and no number
  }
}

std::string ParameterView::text(const char* name) const {
  const char* value = nullptr;
  return virTypedParamsGetString(list_, count_, name, &value) == 1 ? value : "";
}

}  // namespace haxen::virt
