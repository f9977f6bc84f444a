// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a value of the fleet file becomes a typed one, or why it cannot.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "config/document.hpp"

namespace haxen::config {

constexpr Bytes most_memory{std::uint64_t{1} << 50};  ///< a pebibyte: more is a misplaced unit

/// Makes a T of an entry's value. Refuses with the value's place and the entry's key; bounds are inclusive.
template <class T>
using Reading = std::function<Result<T>(const Entry&)>;

Reading<std::string> text();  ///< not empty, without control characters
Reading<bool> flag();
Reading<int> integer(int least, int most);
Reading<unsigned> count(unsigned least, unsigned most);
Reading<double> ratio(double least, double most);  ///< whole numbers too
Reading<Milliseconds> duration(Milliseconds least, Milliseconds most);
Reading<Bytes> size(Bytes least, Bytes most);
Reading<Bandwidth> bandwidth();
Reading<std::map<std::string, std::string>> texts_by_name();
Reading<std::vector<std::string>> texts();  ///< at least one, none twice

/// The text, where `accept` has nothing against it.
Reading<std::string> text_that(std::function<Result<void>(const std::string&)> accept);

/// A list of texts(), where `accept` has nothing against any.
Reading<std::vector<std::string>> texts_that(std::function<Result<void>(const std::string&)> accept);

/// "'key': " and the inner fault, at the value's place.
tl::unexpected<Fault> refuse_value(const Entry& entry, const Fault& inner);
/// "'key' must be …, not …", at the value's place.
tl::unexpected<Fault> refuse_type(const Entry& entry, const std::string& wanted);
/// "unknown SUBJECT 'word'" with the nearest known one as the hint, or all of them.
Fault unknown_word(const std::string& subject, const std::string& word,
                   const std::vector<std::string>& known);

template <class T>
Reading<T> one_of(std::map<std::string, T> known) {
  return [known = std::move(known)](const Entry& entry) -> Result<T> {
    const auto word = text()(entry);
    if (!word) return tl::unexpected(word.error());
    if (const auto found = known.find(*word); found != known.end()) return found->second;
    std::vector<std::string> words;
    for (const auto& [name, value] : known) words.push_back(name);
    return refuse_value(entry, unknown_word("word", *word, words));
  };
}

}  // namespace haxen::config
