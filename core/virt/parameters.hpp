// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read and to build libvirt's lists of typed parameters.
#pragma once

#include <libvirt/libvirt.h>
#include <optional>
#include <string>

namespace haxen::virt {

/// The numbers of a list that belongs to somebody else.
class ParameterView {
 public:
  ParameterView(virTypedParameterPtr list, int count) : list_(list), count_(count) {}
  /// A whole number under that name, whatever its width and sign; none where it is missing or negative.
  std::optional<unsigned long long> number(const char* name) const;
  /// Empty where it is missing.
  std::string text(const char* name) const;

 private:
  virTypedParameterPtr list_;
  int count_;
};

/// A list that is ours to free. A call that fills one takes `list()` and `count()`.
class Parameters {
 public:
  Parameters() = default;
  ~Parameters() { virTypedParamsFree(list_, count_); }
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;

  virTypedParameterPtr* list() { return &list_; }
  int* count() { return &count_; }
  ParameterView view() const { return {list_, count_}; }

  void add(const char* name, const std::string& value) {
    virTypedParamsAddString(&list_, &count_, &room_, name, value.c_str());
  }

 private:
  virTypedParameterPtr list_ = nullptr;
  int count_ = 0;
  int room_ = 0;
};

}  // namespace haxen::virt
