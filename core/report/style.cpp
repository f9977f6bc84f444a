// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how screens may look: with colours or without, with drawn characters or in ASCII.
#include "report/style.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace haxen::report {

namespace {

// Wide enough that nothing is squeezed or wrapped where there is no terminal: what is piped is to be
// searched.
constexpr std::size_t unbounded = 1000;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// SGR parameters of the eight colours that every terminal has.
std::string_view sequence(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "1";
    case Tone::faint: return "2";
    case Tone::good: return "32";
    case Tone::warn: return "33";
    case Tone::bad: return "1;31";
  }
  return "";
}

// By the environment and not by setlocale: a terminal can show UTF-8 also where that locale is not installed.
std::string codeset() {
  for (const auto* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto locale = environment(variable);
    if (locale.empty()) continue;
    const auto dot = locale.find('.');
    return dot == std::string::npos ? std::string() : locale.substr(dot + 1, locale.find('@') - dot - 1);
  }
  return {};
}

bool is_utf8(std::string name) {
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name == "utf-8" || name == "utf8";
}

bool wants_colour(const Surroundings& around, ColourWish wish) {
  switch (wish) {
    case ColourWish::always: return true;
    case ColourWish::never: return false;
    case ColourWish::automatic: break;
  }
  return can_redraw(around) && around.no_color.empty();
}

}  // namespace

Surroundings surroundings(int descriptor) {
  Surroundings around;
  around.terminal = isatty(descriptor) == 1;
  winsize size{};
  if (around.terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0) {
    if (size.ws_col > 0) around.columns = size.ws_col;
    if (size.ws_row > 0) around.rows = size.ws_row;
  }
  around.no_color = environment("NO_COLOR");
  around.term = environment("TERM");
  around.codeset = codeset();
  return around;
}

bool can_redraw(const Surroundings& around) {
  return around.terminal && !around.term.empty() && around.term != "dumb";
}

Style fitting(const Surroundings& around, ColourWish wish) {
  Style style;
  style.colour = wants_colour(around, wish) ? Colour::on : Colour::off;
  style.glyphs = is_utf8(around.codeset) ? Glyphs::unicode : Glyphs::ascii;
  style.width = around.columns.value_or(unbounded);
  style.height = around.rows.value_or(24);
  return style;
}

std::string painted(std::string_view text, Tone tone, Colour colour) {
  const auto code = sequence(tone);
  if (colour == Colour::off || code.empty() || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string_view separator(Glyphs glyphs) { return glyphs == Glyphs::unicode ? " · " : "; "; }
std::string_view arrow(Glyphs glyphs) { return glyphs == Glyphs::unicode ? "→" : "->"; }
std::string_view dash(Glyphs glyphs) { return glyphs == Glyphs::unicode ? "–" : "-"; }
std::string_view at_most(Glyphs glyphs) { return glyphs == Glyphs::unicode ? "≤" : "<="; }

}  // namespace haxen::report
