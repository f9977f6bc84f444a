// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a subcommand is to the program: how it is declared, and what runs when it was chosen.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

/// Set by the subcommand that was chosen; runs once all flags are read.
using Chosen = std::optional<std::function<ExitCode(const Globals&, Signals&)>>;

void declare_status(CLI::App& app, Chosen& chosen);
void declare_drain(CLI::App& app, Chosen& chosen);
void declare_undrain(CLI::App& app, Chosen& chosen);
void declare_place(CLI::App& app, Chosen& chosen);
void declare_repair(CLI::App& app, Chosen& chosen);
void declare_cordon(CLI::App& app, Chosen& chosen);
void declare_uncordon(CLI::App& app, Chosen& chosen);
void declare_failover(CLI::App& app, Chosen& chosen);
void declare_fence(CLI::App& app, Chosen& chosen);
void declare_ledger(CLI::App& app, Chosen& chosen);
void declare_fleet(CLI::App& app, Chosen& chosen);
void declare_capacity(CLI::App& app, Chosen& chosen);
void declare_snapshot(CLI::App& app, Chosen& chosen);
void declare_probe(CLI::App& app, Chosen& chosen);
void declare_history(CLI::App& app, Chosen& chosen);
void declare_complete(CLI::App& app, Chosen& chosen);

}  // namespace haxen::program
