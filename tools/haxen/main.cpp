// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the program's own flags and its subcommands.
#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
  CLI::App app{"Drains, places and proves virtual machines on plain libvirt hosts", "haxen"};
  app.set_version_flag("--version", "haxen " HAXEN_VERSION);
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);
}
