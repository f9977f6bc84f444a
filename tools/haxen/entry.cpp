// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of an event stands in an entry's fields.
#include "entry.hpp"

#include "document/parse.hpp"
#include "report/documents.hpp"
#include "report/story.hpp"

namespace haxen::program {

model::Entry entry_of(const model::Event& event) {
  model::Entry entry{
      event.time, {}, {}, report::story(event.what, report::Glyphs::unicode).text, report::event_line(event)};
  if (const auto read = document::parsed(entry.document)) {
    entry.kind = read->value("event", "");
    if (const auto vm = read->find("vm"); vm != read->end() && vm->is_string()) entry.vm = *vm;
  }
  return entry;
}

}  // namespace haxen::program
