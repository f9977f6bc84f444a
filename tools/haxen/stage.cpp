// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how flags become a simulated world: what goes wrong in it, and how its guests write their memory.
#include <algorithm>
#include <fmt/format.h>

#include "files.hpp"
#include "inventory/choice.hpp"
#include "rehearsal.hpp"

namespace haxen::program {

namespace {

using Faults = std::vector<simulation::ScriptedFault>;

/// A fault by itself holds a colon and a blank; anything else is a file of them.
Result<Faults> read_faults(const std::string& word) {
  if (word.find(": ") != word.npos) {
    auto read = simulation::parse_faults(word);
    if (!read)
      return fault(FaultKind::usage, fmt::format("--fault: '{}': {}", word, read.error().message),
                   "haxen-simulate(7) tells how faults are written");
    return read;
  }
  const auto text = read_file(word, "haxen-simulate(7) tells how faults are written");
  if (!text) return tl::unexpected(about("--fault", text.error()));
  auto read = simulation::parse_faults(*text);
  if (!read) return tl::unexpected(about(fmt::format("'{}'", word), read.error()));
  return read;
}

Result<Faults> all_faults(const std::vector<std::string>& words) {
  Faults all;
  for (const auto& word : words) {
    const auto some = read_faults(word);
    if (!some) return tl::unexpected(some.error());
    all.insert(all.end(), some->begin(), some->end());
  }
  return all;
}

/// "RATE" for every VM, "VM=RATE" for those that match.
Result<void> set_rate(simulation::Setup& setup, const model::Fleet& fleet, const std::string& word) {
  const auto sign = word.find('=');
  const auto rate = parse_bandwidth(sign == word.npos ? word : word.substr(sign + 1));
  if (!rate) return tl::unexpected(about("--dirty-rate", rate.error()));
  const simulation::Guest guest{*rate, Bytes{}};
  if (sign == word.npos) {
    setup.other_guests = guest;
    return {};
  }
  const auto vms = inventory::choose_vms(fleet, {word.substr(0, sign)});
  if (!vms) return tl::unexpected(about("--dirty-rate", vms.error()));
  for (const auto& vm : *vms) setup.guests[vm.uuid] = guest;
  return {};
}

}  // namespace

Result<Stage> set_stage(const RehearsalFlags& flags, model::Fleet fleet, config::Config config,
                        std::string source) {
  Stage stage;
  auto faults = all_faults(flags.faults);
  if (!faults) return tl::unexpected(faults.error());
  if (const auto known = simulation::check_names(*faults, fleet); !known)
    return tl::unexpected(known.error());
  for (const auto& word : flags.dirty_rates) {
    if (const auto set = set_rate(stage.setup, fleet, word); !set) return tl::unexpected(set.error());
  }
  stage.fleet = std::move(fleet);
  stage.config = std::move(config);
  stage.source = std::move(source);
  stage.faults = std::move(*faults);
  return stage;
}

}  // namespace haxen::program
