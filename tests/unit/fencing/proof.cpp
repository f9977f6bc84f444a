// SPDX-License-Identifier: GPL-2.0-or-later
// When a node counts as dead, and what is said where it does not.
#include "fencing/proof.hpp"

#include <doctest/doctest.h>
#include <map>
#include <optional>

using namespace haxen;
using model::Sign;
using model::Testimony;
using model::TestimonyKind;

namespace {

/// Says what it was told to say, and remembers who was asked.
class Told : public fencing::Witnesses {
 public:
  Task<std::vector<Testimony>> look(NodeName node) override {
    asked += "look " + node.str() + "; ";
    const auto sign = looks.empty() ? Sign::silent : looks.front();
    if (!looks.empty()) looks.erase(looks.begin());
    std::vector<Testimony> told;
    told.push_back({node, TestimonyKind::libvirt, "", Sign::silent, ""});
    told.push_back({node, TestimonyKind::peer, "n2", sign, "it answers a ping"});
    co_return told;
  }
  Task<std::vector<Testimony>> end(NodeName node) override {
    asked += "end " + node.str() + "; ";
    std::vector<Testimony> told;
    told.push_back({node, TestimonyKind::fence, "fence_x",
                    fences.contains(node) ? fences[node] : Sign::unknown, "no answer"});
    if (lease) told.push_back(*lease);
    co_return told;
  }

  std::vector<Sign> looks;
  std::map<NodeName, Sign> fences;
  std::optional<Testimony> lease;
  std::string asked;
};

struct Inquest {
  Told witnesses;
  std::size_t heard = 0;
  Result<void> run(std::set<NodeName> nodes) {
    Loop loop(Clock::simulated);
    const fencing::Hearing hearing = [this](const Testimony&) { ++heard; };
    return loop.run(fencing::prove_dead(loop, witnesses, std::move(nodes), hearing));
  }
};

const NodeName n1("n1"), n3("n3");

}  // namespace

TEST_CASE("a node that nobody sees and whose device says off is dead") {
  Inquest inquest;
  inquest.witnesses.fences[n1] = Sign::dead;
  CHECK(inquest.run({n1}));
  CHECK(inquest.witnesses.asked == "look n1; end n1; look n1; ");
  CHECK(inquest.heard == 5);
}

TEST_CASE("what is seen is not switched off, nor is any other") {
  Inquest inquest;
  inquest.witnesses.fences = {{n1, Sign::dead}, {n3, Sign::dead}};
  inquest.witnesses.looks = {Sign::silent, Sign::alive};
  const auto proven = inquest.run({n1, n3});
  REQUIRE_FALSE(proven);
  CHECK(proven.error().kind == FaultKind::unproven);
  CHECK(proven.error().message ==
        "node 'n3' is alive, seen from 'n2': it answers a ping; nothing was started");
  CHECK(inquest.witnesses.asked == "look n1; look n3; ");
}

TEST_CASE("a device that lies is found out by whoever sees the node") {
  Inquest inquest;
  inquest.witnesses.fences[n1] = Sign::dead;
  inquest.witnesses.looks = {Sign::silent, Sign::alive};
  CHECK(inquest.run({n1}).error().kind == FaultKind::unproven);
}

TEST_CASE("a sign of life while it is ended refutes what says that it is dead") {
  Inquest inquest;
  inquest.witnesses.fences[n1] = Sign::dead;
  inquest.witnesses.lease = Testimony{n1, TestimonyKind::lease, "n2", Sign::alive, "it was renewed"};
  const auto proven = inquest.run({n1});
  REQUIRE_FALSE(proven);
  CHECK(proven.error().message ==
        "node 'n1' is alive, seen by its lease, which 'n2' reads: it was renewed; nothing was started");
}

TEST_CASE("a lease that is given up proves what a device cannot") {
  Inquest inquest;
  inquest.witnesses.lease = Testimony{n1, TestimonyKind::lease, "n2", Sign::dead, ""};
  CHECK(inquest.run({n1}));
  inquest.witnesses.lease->sign = Sign::silent;
  inquest.witnesses.lease->detail = "it is held";
  CHECK(inquest.run({n1}).error().message ==
        "node 'n1' is not proven to be dead: by fence_x: no answer; by its lease, which 'n2' reads: it is "
        "held; nothing was started");
}

TEST_CASE("silence proves nothing, and neither does a device that fails") {
  for (const auto sign : {Sign::silent, Sign::unknown}) {
    Inquest inquest;
    inquest.witnesses.fences[n1] = sign;
    const auto proven = inquest.run({n1});
    REQUIRE_FALSE(proven);
    CHECK(proven.error().message ==
          "node 'n1' is not proven to be dead: by fence_x: no answer; nothing was started");
    CHECK(proven.error().hint.find("--i-have-verified-it-is-off n1") != std::string::npos);
    CHECK(inquest.witnesses.asked == "look n1; end n1; ");
  }
}
