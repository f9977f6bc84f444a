// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how screens may look: with colours or without, with drawn characters or in ASCII.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace haxen::report {

enum class Colour { off, on };
enum class Glyphs { ascii, unicode };
enum class ColourWish { automatic, always, never };

/// How a screen is to look. A value that every drawing function is given.
struct Style {
  Colour colour = Colour::off;
  Glyphs glyphs = Glyphs::unicode;
  std::size_t width = 80;   ///< columns
  std::size_t height = 24;  ///< rows; matters only where lines are redrawn in place
  friend bool operator==(const Style&, const Style&) = default;
};

/// What the program finds around it, as far as looks go.
struct Surroundings {
  bool terminal = false;                 ///< the stream is one
  std::optional<std::size_t> columns{};  ///< of the terminal
  std::optional<std::size_t> rows{};
  std::string no_color{};  ///< NO_COLOR; anything but empty asks for none (no-color.org)
  std::string term{};      ///< TERM
  std::string codeset{};   ///< of the locale: "UTF-8"
};

/// What is around the stream with this file descriptor, by the system and the environment.
Surroundings surroundings(int descriptor);

/// Whether lines can be drawn in place: on a terminal that obeys control sequences.
bool can_redraw(const Surroundings& around);

/// Colours only on a terminal that has them and where NO_COLOR does not object, unless wished for or away
/// outright. Where there is no terminal, there is room for everything.
Style fitting(const Surroundings& around, ColourWish wish);

enum class Tone {
  plain,
  strong,
  faint,
  good,
  warn,
  bad,
};

/// The text in its tone; unchanged without colours.
std::string painted(std::string_view text, Tone tone, Colour colour);

/// " · " or "; ": between the parts of a summary.
std::string_view separator(Glyphs glyphs);
/// "→" or "->", with no blanks around.
std::string_view arrow(Glyphs glyphs);
/// "–" or "-": nothing known.
std::string_view dash(Glyphs glyphs);
/// "≤" or "<=".
std::string_view at_most(Glyphs glyphs);

}  // namespace haxen::report
