// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls about storage pools and volumes, as far as single images go.
#include "virt/disk_images.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>
#include <random>
#include <set>
#include <sstream>

#include "virt/handle.hpp"

namespace haxen::virt {

namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string text_of(const pugi::xml_document& document) {
  std::ostringstream text;
  document.print(text, "", pugi::format_raw | pugi::format_no_declaration);
  return text.str();
}

std::string pool_definition(const std::string& folder) {
  std::random_device random;
  pugi::xml_document document;
  auto pool = document.append_child("pool");
  pool.append_attribute("type") = "dir";
  pool.append_child("name").text() = fmt::format("haxen-{:08x}{:08x}", random(), random()).c_str();
  pool.append_child("target").append_child("path").text() = folder.c_str();
  return text_of(document);
}

std::string volume_definition(const ImageOrder& order) {
  pugi::xml_document document;
  auto volume = document.append_child("volume");
  volume.append_child("name").text() = name_of(order.path).c_str();
  volume.append_child("capacity").text() = static_cast<unsigned long long>(order.capacity.count);
  volume.append_child("allocation").text() = 0;
  auto target = volume.append_child("target");
  target.append_child("format").append_attribute("type") = order.format.c_str();
  if (order.format == "qcow2") target.append_child("compat").text() = "1.1";
  return text_of(document);
}

/// The active pool of that very folder; null where there is none.
Pool pool_of(const Session& session, const std::string& folder) {
  Pool pool(virStoragePoolLookupByTargetPath(session.connection, folder.c_str()));
  if (!pool) take_complaint();
  return pool;
}

/// A pool of the folder, for as long as it is needed: one that was started for us ends with it.
class Borrowed {
 public:
  static Result<Borrowed> of(const Session& session, const std::string& folder) {
    if (auto pool = pool_of(session, folder)) return Borrowed(std::move(pool), Ours::no);
    Pool pool(virStoragePoolCreateXML(session.connection, pool_definition(folder).c_str(), 0));
    if (!pool) return failed("cannot look into folder '" + folder + "'");
    return Borrowed(std::move(pool), Ours::yes);
  }
  ~Borrowed() {
    if (pool_ && ours_ == Ours::yes && virStoragePoolDestroy(pool_.get()) < 0) take_complaint();
  }
  Borrowed(Borrowed&&) = default;
  Borrowed& operator=(Borrowed&&) = delete;

  virStoragePoolPtr get() const { return pool_.get(); }

 private:
  enum class Ours { no, yes };
  Borrowed(Pool pool, Ours ours) : pool_(std::move(pool)), ours_(ours) {}

  Pool pool_;
  Ours ours_;
};

/// Null where there is none.
Result<Volume> volume_in(virStoragePoolPtr pool, const std::string& path) {
  Volume volume(virStorageVolLookupByName(pool, name_of(path).c_str()));
  if (volume) return volume;
  const auto complaint = take_complaint();
  if (complaint.code == VIR_ERR_NO_STORAGE_VOL) return volume;
  return tl::unexpected(explain("cannot look for image '" + path + "'", complaint));
}

bool is_refreshed(virStoragePoolPtr pool) {
  if (virStoragePoolRefresh(pool, 0) == 0) return true;
  take_complaint();
  return false;
}

std::optional<Bytes> available(virStoragePoolPtr pool) {
  virStoragePoolInfo size{};
  if (virStoragePoolGetInfo(pool, &size) == 0) return Bytes{size.available};
  take_complaint();
  return std::nullopt;
}

model::Image image_in(virStoragePoolPtr pool, const std::string& path) {
  model::Image image;
  image.available = available(pool);
  const auto volume = volume_in(pool, path);
  if (!volume) return image;
  if (!*volume) {
    image.state = model::ImageState::absent;
    return image;
  }
  virStorageVolInfo size{};
  if (virStorageVolGetInfo(volume->get(), &size) < 0) {
    take_complaint();
    return image;
  }
  image.state = model::ImageState::present;
  image.capacity = Bytes{size.capacity};
  return image;
}

}  // namespace

Result<std::map<std::string, model::Image>> find_images(const Session& session,
                                                        const std::vector<std::string>& paths) {
  std::map<std::string, std::vector<std::string>> by_folder;
  for (const auto& path : paths) by_folder[folder_of(path)].push_back(path);
  std::map<std::string, model::Image> found;
  for (const auto& [folder, inside] : by_folder) {
    const auto pool = pool_of(session, folder);
    const bool is_known = pool && is_refreshed(pool.get());
    for (const auto& path : inside) found[path] = is_known ? image_in(pool.get(), path) : model::Image{};
  }
  return found;
}

Result<void> make_image(const Session& session, const ImageOrder& order) {
  const auto pool = Borrowed::of(session, folder_of(order.path));
  if (!pool) return tl::unexpected(pool.error());
  const auto definition = volume_definition(order);
  const Volume volume(virStorageVolCreateXML(pool->get(), definition.c_str(), 0));
  if (volume) return {};
  auto complaint = take_complaint();
  auto why = explain("cannot make image '" + order.path + "'", complaint);
  // Of a file that the pool has not noticed yet, only the words tell.
  const bool is_taken = complaint.code == VIR_ERR_STORAGE_VOL_EXIST ||
                        complaint.text.find("already exists") != std::string::npos;
  if (is_taken) why.kind = FaultKind::exists;
  return tl::unexpected(why);
}

Result<void> remove_image(const Session& session, const std::string& path) {
  const auto pool = Borrowed::of(session, folder_of(path));
  if (!pool) return tl::unexpected(pool.error());
  if (!is_refreshed(pool->get())) return fault(FaultKind::failed, "cannot look for image '" + path + "'");
  const auto volume = volume_in(pool->get(), path);
  if (!volume) return tl::unexpected(volume.error());
  if (!*volume || virStorageVolDelete(volume->get(), 0) == 0) return {};
  return failed("cannot remove image '" + path + "'");
}

}  // namespace haxen::virt
