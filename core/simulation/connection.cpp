// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a connection to a daemon.
#include "simulation/connection.hpp"

#include <fmt/format.h>

#include "simulation/daemon.hpp"

namespace haxen::simulation {

Connection::Connection(Network& network, Site client, Site server, std::weak_ptr<Daemon> daemon)
    : network_(network), client_(std::move(client)), server_(std::move(server)), daemon_(std::move(daemon)) {}

haxen::Fault Connection::loss() const {
  return {FaultKind::unreachable, fmt::format("node '{}': the connection is closed", server_)};
}

void Connection::request(std::weak_ptr<Question> question, std::function<void(Daemon&)> serve) {
  std::erase_if(questions_, [](const auto& each) { return each.expired(); });
  questions_.push_back(std::move(question));
  network_.send(client_, server_, [self = shared_from_this(), serve = std::move(serve)] {
    const auto daemon = self->daemon_.lock();
    if (daemon && self->server_end_) {
      serve(*daemon);
    } else {
      self->drop();
    }
  });
}

void Connection::answer(std::function<void()> arrive) {
  if (!server_end_) return;
  network_.send(server_, client_, [self = shared_from_this(), arrive = std::move(arrive)] {
    if (self->client_end_) arrive();
  });
}

void Connection::end_work() {
  --at_work_;
  if (at_work_ > 0 || server_end_) return;
  if (const auto daemon = daemon_.lock()) daemon->client_gone(*this);
}

void Connection::hang_up() {
  if (!client_end_) return;
  close_client_end();
  network_.send(client_, server_, [self = shared_from_this()] { self->close_server_end(); });
}

// Also the answer to what comes for a daemon that is no more.
void Connection::drop() {
  server_end_ = false;
  network_.send(server_, client_, [self = shared_from_this()] { self->close_client_end(); });
}

void Connection::give_up() {
  close_client_end();
  close_server_end();
}

void Connection::probe() {
  if (!client_end_) close_server_end();
  if (!server_end_ || daemon_.expired()) close_client_end();
}

void Connection::close_client_end() {
  if (!client_end_) return;
  client_end_ = false;
  for (const auto& each : std::exchange(questions_, {})) {
    if (const auto question = each.lock()) question->lose(loss());
  }
  for (const auto& each : bells_) {
    if (const auto bell = each.lock()) bell->ring();
  }
}

void Connection::close_server_end() {
  if (!server_end_) return;
  server_end_ = false;
  const auto daemon = daemon_.lock();
  if (daemon && at_work_ == 0) daemon->client_gone(*this);
}

}  // namespace haxen::simulation
