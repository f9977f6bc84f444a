// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a connection to a daemon: requests and answers, and how each end learns that the other is gone.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "async/loop.hpp"
#include "base/result.hpp"
#include "simulation/network.hpp"

namespace haxen::simulation {

class Daemon;

/// A question on its way; kept alive by who waits for the answer, so that nothing is left of it when he dies.
class Question {
 public:
  virtual ~Question() = default;
  virtual void lose(const haxen::Fault& why) = 0;
};

/// Each end finds out by itself: when the other's process closes or dies, one message later; when the way is
/// silent, after keepalive. Made by Daemon::accept only.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Network& network, Site client, Site server, std::weak_ptr<Daemon> daemon);

  const Site& client() const { return client_; }
  const Site& server() const { return server_; }
  bool open_at_client() const { return client_end_; }
  bool open_at_server() const { return server_end_; }
  /// Rings `bell` when the client's end closes.
  void tell(std::weak_ptr<Bell> bell) { bells_.push_back(std::move(bell)); }

  /// The client's process closes it, or dies.
  void hang_up();
  /// The daemon dies: its kernel closes the connection.
  void drop();
  /// Nothing was heard for the keepalive's time, at either end.
  void give_up();
  /// The way is whole again: an end whose other one is gone gets to know it.
  void probe();

  // What follows is for call() and the daemon's serving of it.
  void request(std::weak_ptr<Question> question, std::function<void(Daemon&)> serve);
  void begin_work() { ++at_work_; }
  void end_work();
  void answer(std::function<void()> arrive);
  haxen::Fault loss() const;

 private:
  void close_client_end();
  void close_server_end();

  Network& network_;
  Site client_;
  Site server_;
  std::weak_ptr<Daemon> daemon_;
  bool client_end_ = true;
  bool server_end_ = true;
  unsigned at_work_ = 0;  // libvirt notices a client's end only when none of its calls is being worked on
  std::vector<std::weak_ptr<Question>> questions_;
  std::vector<std::weak_ptr<Bell>> bells_;
};

using Line = std::shared_ptr<Connection>;

/// What a daemon does for a call, in its own process. Not a coroutine with captures: it calls one with
/// values.
template <class T>
using Work = std::function<Task<Result<T>>(Daemon&, Line)>;

namespace call_detail {

template <class T>
class Asked final : public Question {
 public:
  explicit Asked(Loop& loop) : done(loop) {}
  void lose(const haxen::Fault& why) override { give(tl::unexpected<haxen::Fault>(why)); }
  void give(Result<T> result) {
    if (done.happened()) return;
    value.emplace(std::move(result));
    done.set();
  }
  std::optional<Result<T>> value;
  Event done;
};

template <class T>
Task<void> serve(Daemon& daemon, Line line, Work<T> work, std::weak_ptr<Asked<T>> asked) {
  line->begin_work();
  auto result = std::make_shared<Result<T>>(co_await work(daemon, line));
  line->answer([asked, result] {
    if (const auto waiting = asked.lock()) waiting->give(std::move(*result));
  });
  line->end_work();
}

}  // namespace call_detail

void spawn_at(Daemon& daemon, Task<void> task);

/// Asks the daemon at the other end; `loop` is the asking process's. A fault of kind `unreachable` when the
/// connection closes before the answer has come: then nobody knows whether it was done. One of kind `late`
/// after `deadline`, the same.
template <class T>
Task<Result<T>> call(Loop& loop, Line line, Work<T> work, std::optional<Duration> deadline = {}) {
  if (!line->open_at_client()) co_return tl::unexpected<haxen::Fault>(line->loss());
  auto asked = std::make_shared<call_detail::Asked<T>>(loop);
  line->request(asked, [line, work, waiting = std::weak_ptr(asked)](Daemon& daemon) {
    spawn_at(daemon, call_detail::serve<T>(daemon, line, work, waiting));
  });
  if (deadline) {
    loop.at(loop.now() + *deadline, [waiting = std::weak_ptr(asked)] {
      if (const auto late = waiting.lock()) late->lose({FaultKind::late, "no answer within the deadline"});
    });
  }
  co_await asked->done;
  co_return std::move(*asked->value);
}

}  // namespace haxen::simulation
