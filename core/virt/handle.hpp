// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who frees what libvirt hands out.
#pragma once

#include <cstdlib>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <memory>
#include <string>
#include <vector>

#include "virt/complaint.hpp"

namespace haxen::virt {

template <auto free_one>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    free_one(thing);
  }
};

using Domain = std::unique_ptr<virDomain, Freed<virDomainFree>>;
using DomainSnapshot = std::unique_ptr<virDomainSnapshot, Freed<virDomainSnapshotFree>>;
using HostInterface = std::unique_ptr<virInterface, Freed<virInterfaceFree>>;
using Network = std::unique_ptr<virNetwork, Freed<virNetworkFree>>;
using Pool = std::unique_ptr<virStoragePool, Freed<virStoragePoolFree>>;
using Volume = std::unique_ptr<virStorageVol, Freed<virStorageVolFree>>;
using Secret = std::unique_ptr<virSecret, Freed<virSecretFree>>;

/// What one of libvirt's ListAll calls gives: `call` takes the address of the array and returns its length or
/// -1.
template <class Handle, class Call>
Result<std::vector<Handle>> listed(const std::string& doing, Call call) {
  typename Handle::pointer* array = nullptr;
  const int count = call(&array);
  if (count < 0) return failed(doing);
  std::vector<Handle> handles;
  for (int i = 0; i < count; ++i) handles.emplace_back(array[i]);
  std::free(array);
  return handles;
}

/// A string that libvirt has allocated for us; a null is the failure of the call that returned it.
inline Result<std::string> text_of(const std::string& doing, char* text) {
  if (text == nullptr) return failed(doing);
  std::string copy(text);
  std::free(text);
  return copy;
}

}  // namespace haxen::virt
