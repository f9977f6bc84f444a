// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how nodes that go down are marked before anything is planned.
#include "operation/departure.hpp"

#include <utility>

namespace haxen::operation {

namespace {

// Nodes that are told to go down at the same moment hear of it, and cordon themselves, within this time. One
// that comes later may have been chosen by then: it says that nothing more is to come, waits for what is on
// its way to it, and passes that on.
constexpr auto together = std::chrono::seconds(3);

}  // namespace

Departure::Departure(Context context)
    : context_(std::move(context)),
      marks_(context_.connections, context_.listener, context_.settings.operation, context_.self,
             context_.take_over),
      farewell_(context_.connections, context_.settings.operation, context_.self.holder) {}

Task<Result<model::Fleet>> Departure::cordon(Wish wish, model::Fleet fleet, Patience& patience) {
  std::vector<executor::Wanted> wanted;
  for (const auto& name : wish.cordon) {
    const auto* node = model::find_node(fleet, name);
    const bool is_so = node != nullptr && model::is_cordoned(*node) && !node->mark->active;
    wanted.push_back(
        {name, model::MarkKind::cordon, Bytes{}, is_so ? node->mark->reason : wish.reason, wish.until});
  }
  auto taken = co_await marks_.take(wanted, context_.desk.now(), {});
  while (!taken) {
    for (const auto& each : wanted) co_await farewell_.say(each.node, wish.reason, context_.desk.now());
    const bool again = co_await patience.try_again(taken.error());
    if (!again) co_return tl::unexpected(taken.error());
    taken = co_await marks_.take(wanted, context_.desk.now(), {});
  }
  co_await farewell_.take_back();
  co_await context_.loop.sleep(together);
  co_return co_await context_.desk.survey();
}

Task<std::vector<std::string>> Departure::release() {
  co_await farewell_.take_back();
  co_return co_await marks_.release();
}

}  // namespace haxen::operation
