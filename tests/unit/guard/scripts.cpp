// SPDX-License-Identifier: GPL-2.0-or-later
// How a node's answers about its guard are read.
#include "guard/scripts.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using model::Guard;
using model::GuardPart;

TEST_CASE("what a node tells of its guard is read line by line") {
  CHECK(guard::read_answer("root yes\nprogram current\nunit current\nadmitted yes\ntold\n") ==
        Guard{GuardPart::current, GuardPart::current, true, true});
  CHECK(guard::read_answer("a banner\nroot no\nprogram other\nunit off\nadmitted no\ntold\nmore\n") ==
        Guard{GuardPart::other, GuardPart::missing, false, false});
  CHECK(guard::read_answer("root yes\nprogram none\nunit needless\nadmitted no\ntold\n") ==
        Guard{GuardPart::missing, GuardPart::current, false, true});
}

TEST_CASE("an answer that is not whole tells nothing") {
  for (const auto* text :
       {"", "told\n", "root yes\nprogram current\nunit current\nadmitted yes\n",
        "root yes\nprogram novel\nunit current\nadmitted yes\ntold\n", "sh: 1: cmp: not found\ntold\n"})
    CHECK(guard::read_answer(text) == std::nullopt);
}

TEST_CASE("a guard lets nothing start only where it is there and this boot is not admitted") {
  CHECK_FALSE(is_shut(Guard{GuardPart::missing, GuardPart::missing, false, true}));
  CHECK(is_shut(Guard{GuardPart::current, GuardPart::current, false, true}));
  CHECK_FALSE(is_shut(Guard{GuardPart::current, GuardPart::current, true, true}));
}

TEST_CASE("a script's words are what it printed, and its fault the last of them") {
  CHECK(guard::words_of("one\ntwo\nhaxen: ended with 0\n") == "one\ntwo\n");
  CHECK(guard::words_of("haxen: ended with 0\n") == "");
  CHECK(guard::words_of("one\nonly root can install it\nhaxen: ended with 1\n").error() ==
        Fault{FaultKind::failed, "only root can install it"});
  CHECK(guard::words_of("one\n").error().kind == FaultKind::unreachable);
}

TEST_CASE("a script is given so that its end shows even where it exits") {
  CHECK(guard::with_ending("exit 3") == "(\nexit 3\n)\necho 'haxen: ended with '$?");
}

TEST_CASE("the guard is in what installs it, and in what asks for it") {
  for (const auto& script : {guard::installation(), guard::question()}) {
    CHECK(script.find("#!/bin/sh\n# SPDX") != std::string::npos);
    CHECK(script.find("Type=oneshot") != std::string::npos);
    CHECK(script.find("@guard") == std::string::npos);
  }
}
