// SPDX-License-Identifier: GPL-2.0-or-later
// Tables on screens of any width.
#include "report/table.hpp"

#include <doctest/doctest.h>
#include <random>
#include <sstream>

#include "report/utf8.hpp"

using namespace haxen::report;

namespace {

Style of_width(std::size_t width) {
  Style style;
  style.width = width;
  return style;
}

Table example() {
  return {{{.header = "name", .squeeze = Squeeze::middle, .least = 5},
           {.header = "size", .align = Align::right},
           {.header = "extra", .rank = 1},
           {.header = "why", .squeeze = Squeeze::below}},
          {{{{"web1"}, {"5"}, {"x"}, {"short"}}, {}},
           {{{"production-db"}, {"1024"}, {}, {"a longer reason"}}, {{"noted"}}},
           {{{"bare"}}, {}}},
          0};
}

}  // namespace

TEST_CASE("with enough room a table shows everything, and no line ends in a blank") {
  CHECK(render(example(), of_width(80)) ==
        "name           size  extra  why\n"
        "web1              5  x      short\n"
        "production-db  1024         a longer reason\n"
        "  noted\n"
        "bare\n");
}

TEST_CASE("sentences go below first, then columns of lower rank go, then names shrink") {
  CHECK(render(example(), of_width(40)) ==
        "name           size  extra  why\n"
        "web1              5  x      short\n"
        "production-db  1024\n"
        "  why: a longer reason\n"
        "  noted\n"
        "bare\n");
  CHECK(render(example(), of_width(26)) ==
        "name           size  why\n"
        "web1              5  short\n"
        "production-db  1024\n"
        "  why: a longer reason\n"
        "  noted\n"
        "bare\n");
  CHECK(render(example(), of_width(22)) ==
        "name         size  why\n"
        "web1            5\n"
        "  why: short\n"
        "produ…on-db  1024\n"
        "  why: a longer reason\n"
        "  noted\n"
        "bare\n");
}

TEST_CASE("columns with nothing in them are not shown") {
  auto table = example();
  for (auto& row : table.rows) row.cells.resize(1);
  CHECK(render(table, of_width(80)) ==
        "name\n"
        "web1\n"
        "production-db\n"
        "  noted\n"
        "bare\n");
}

TEST_CASE("colours take no room") {
  auto table = example();
  table.rows[0].cells[0].tone = Tone::good;
  auto style = of_width(22);
  style.colour = Colour::on;
  CHECK(render(table, style).substr(23, 27) == "\x1b[32mweb1\x1b[0m            5\n");
}

TEST_CASE("no table is wider than its screen while anything can give way") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    auto table = example();
    for (auto& row : table.rows)
      for (auto& cell : row.cells) cell.text = std::string(random() % 15, 'a');
    table.columns[1].squeeze = Squeeze::end;
    table.columns[1].least = 4;
    const auto columns = 22 + random() % 60;
    std::istringstream screen(render(table, of_width(columns)));
    for (std::string line; std::getline(screen, line);) {
      CHECK(width(line) <= columns);
      CHECK((line.empty() || line.back() != ' '));
    }
  }
}

TEST_CASE("colours need a terminal that has them and nobody who objects") {
  Surroundings around{
      .terminal = true, .columns = 100, .rows = 30, .no_color = "", .term = "xterm", .codeset = "UTF-8"};
  CHECK(fitting(around, ColourWish::automatic) == Style{Colour::on, Glyphs::unicode, 100, 30});
  CHECK(fitting(around, ColourWish::never).colour == Colour::off);
  around.no_color = "1";
  CHECK(fitting(around, ColourWish::automatic).colour == Colour::off);
  CHECK(fitting(around, ColourWish::always).colour == Colour::on);
  around.no_color.clear();
  around.term = "dumb";
  CHECK(fitting(around, ColourWish::automatic).colour == Colour::off);
  CHECK_FALSE(can_redraw(around));
  around.codeset = "utf8";
  CHECK(fitting(around, ColourWish::automatic).glyphs == Glyphs::unicode);
  around.codeset = "ISO-8859-1";
  CHECK(fitting(around, ColourWish::automatic).glyphs == Glyphs::ascii);
}

TEST_CASE("what is piped is neither coloured nor cut") {
  const auto style = fitting({.terminal = false, .term = "xterm", .codeset = "UTF-8"}, ColourWish::automatic);
  CHECK(style.colour == Colour::off);
  CHECK(render(example(), style) == render(example(), of_width(200)));
}
