// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a terminal makes of the bytes that it is sent: enough of one to see what a person would see.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Obeys carriage return, line feed, cursor up and erase below; ignores colours; breaks long lines, and
/// breaks them anew when it is resized, as common terminals do. Lines that scroll off its top are kept: they
/// count as seen.
class Terminal {
 public:
  explicit Terminal(std::size_t columns) : columns_(columns) {}

  void write(const std::string& bytes);
  void resize(std::size_t columns);
  /// Everything from the first line on, without blanks at the ends of lines.
  std::string screen() const;

 private:
  struct Row {
    std::vector<std::string> cells;  // one per column; the second one of a wide character is empty
    bool wrapped = false;            // goes on in the next row
  };

  void put(const std::string& character, std::size_t width);
  std::size_t obey(const std::string& bytes, std::size_t at);

  std::size_t columns_;
  std::vector<Row> rows_ = std::vector<Row>(1);
  std::size_t row_ = 0, column_ = 0;
};
