// SPDX-License-Identifier: GPL-2.0-or-later
// Text that has to fit on a screen.
#include "report/text.hpp"

#include <doctest/doctest.h>
#include <random>

#include "report/bar.hpp"
#include "report/squeeze.hpp"
#include "report/time.hpp"
#include "report/utf8.hpp"

using namespace haxen;
using namespace haxen::report;
using Strings = std::vector<std::string>;

TEST_CASE("width counts columns, not bytes") {
  CHECK(width("") == 0);
  CHECK(width("größte") == 6);
  CHECK(width("仮想") == 4);
  CHECK(width("e\u0301") == 1);  // an accent of its own
  CHECK(width("→ █░") == 4);
}

TEST_CASE("nothing that a terminal would obey gets through") {
  CHECK(printable("a\x1b[2Jb\n\x7f", Glyphs::unicode) == "a?[2Jb??");
  CHECK(printable("\xc2\x9b"
                  "31m",
                  Glyphs::unicode) == "?31m");             // C1 CSI
  CHECK(printable("a\u202Eb", Glyphs::unicode) == "a?b");  // right-to-left override
  CHECK(printable("\xff|\xc0\xaf|\xe4\xbb", Glyphs::unicode) == "\uFFFD|\uFFFD\uFFFD|\uFFFD\uFFFD");
  CHECK(printable("größte\xff", Glyphs::ascii) == "gr??te?");
}

TEST_CASE("what is too long gives way in the middle or at the end") {
  CHECK(squeezed_middle("production-db", 13, Glyphs::unicode) == "production-db");
  CHECK(squeezed_middle("production-db", 8, Glyphs::unicode) == "prod…-db");
  CHECK(squeezed_middle("production-db", 8, Glyphs::ascii) == "prod~-db");
  CHECK(squeezed_end("production-db", 8, Glyphs::unicode) == "product…");
  CHECK(squeezed_middle("ab", 1, Glyphs::unicode) == "…");
  CHECK(squeezed_middle("ab", 0, Glyphs::unicode).empty());
  CHECK(squeezed_middle("仮想マシン", 5, Glyphs::unicode) == "仮…ン");
}

TEST_CASE("different names stay different where one stretch can show it") {
  CHECK(squeezed_apart({"rack07-unit12.west.example.org", "rack07-unit13.west.example.org", "nas"}, 12,
                       Glyphs::unicode) == Strings{"…k07-unit12…", "…k07-unit13…", "nas"});
  CHECK(squeezed_apart({"web-a1.example.org", "web-a2.example.org"}, 8, Glyphs::unicode) ==
        Strings{"web-a1.…", "web-a2.…"});
  CHECK(squeezed_apart({"same-long-name", "same-long-name"}, 8, Glyphs::unicode) ==
        Strings{"same…ame", "same…ame"});
}

TEST_CASE("squeezed text never exceeds its columns") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const Strings pieces = {"a", "ß", "仮", "\u0301", "-", "█"};
  for (int round = 0; round < 500; ++round) {
    Strings names(3);
    for (auto& name : names)
      for (auto length = random() % 20; length > 0; --length) name += pieces[random() % pieces.size()];
    const auto columns = random() % 12;
    for (const auto& text : squeezed_apart(names, columns, Glyphs::unicode)) CHECK(width(text) <= columns);
    for (const auto& text : wrapped(names[0], columns))
      CHECK(width(text) <= std::max<std::size_t>(columns, 2));
  }
}

TEST_CASE("sentences break at blanks, and long words where they must") {
  CHECK(wrapped("one two three", 7) == Strings{"one two", "three"});
  CHECK(wrapped("/srv/a-long-path x", 6) == Strings{"/srv/a", "-long-", "path x"});
  CHECK(wrapped("", 10) == Strings{""});
}

TEST_CASE("lists and counts read like speech") {
  CHECK(joined({}).empty());
  CHECK(joined({"a"}) == "a");
  CHECK(joined({"a", "b", "c"}) == "a, b and c");
  CHECK(counted(1, "VM", "VMs") == "1 VM");
  CHECK(counted(0, "VM", "VMs") == "0 VMs");
}

TEST_CASE("a bar is empty only at nothing and full only at all") {
  CHECK(bar(0, 12, Glyphs::unicode) == "[░░░░░░░░░░]");
  CHECK(bar(0.001, 12, Glyphs::ascii) == "[#.........]");
  CHECK(bar(0.999, 12, Glyphs::ascii) == "[#########.]");
  CHECK(bar(1, 12, Glyphs::ascii) == "[##########]");
  CHECK(bar(7, 3, Glyphs::ascii) == "[#]");
  CHECK(bar(0.0 / 1 - 1, 12, Glyphs::ascii) == "[..........]");
  CHECK(bar(0.3, 0.6, 12, Glyphs::ascii) == "[###+++....]");
  CHECK(bar(0.6, 0.3, 12, Glyphs::ascii) == "[######....]");
}

TEST_CASE("ages are told roughly") {
  using namespace std::chrono;
  const model::WallTime now = sys_days{2024y / May / 17} + 20h;
  CHECK(minute(now) == "2024-05-17 20:00Z");
  CHECK(relative(now - 59s, now) == "just now");
  CHECK(relative(now - 12min, now) == "12 min ago");
  CHECK(relative(now + 3h + 5min, now) == "in 3 h 05 min");
  CHECK(relative(now - 49h, now) == "2 days ago");
}
