// SPDX-License-Identifier: GPL-2.0-or-later
// Which parameters an agent may be given.
#include "fencing/parameters.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using fencing::Kind;
using fencing::Remark;
using model::FenceLevel;
using model::FenceParameter;

namespace {

fencing::Metadata metadata() {
  return {"fence_x",
          {{"action", Kind::text, {}, true},
           {"ip", Kind::text, {}, true, false, {"ipaddr"}},
           {"ipaddr", Kind::text, {}, true, true},
           {"ipport", Kind::whole_number},
           {"delay", Kind::seconds},
           {"lanplus", Kind::flag},
           {"auth", Kind::choice, {"md5", "none"}},
           {"password", Kind::text, {}, false, false, {"passwd"}},
           {"passwd", Kind::text, {}, false, true},
           {"missing_as_off", Kind::flag},
           {"debug_file", Kind::text}},
          {"on", "off", "status"}};
}

FenceLevel level(std::vector<FenceParameter> parameters) {
  FenceLevel level;
  level.agent = "fence_x";
  level.place = "f:1:1";
  level.agent_place = "f:2:1";
  parameters.push_back({"ip", std::string("bmc1"), "f:9:1"});
  level.parameters = std::move(parameters);
  return level;
}

std::vector<FenceParameter> one(const std::string& name,
                                std::variant<std::string, std::int64_t, bool> value) {
  return {{name, std::move(value), "f:3:1"}};
}

/// Of the only objection; empty where there is none.
std::string said(const FenceLevel& level) {
  const auto found = fencing::objections(metadata(), level);
  REQUIRE(found.size() <= 1);
  return found.empty() ? ""
                       : found.front().place + ": " + found.front().message + " | " + found.front().remedy;
}

}  // namespace

TEST_CASE("parameters of the right kinds are taken") {
  CHECK(said(level({{"ipport", std::int64_t{623}, ""},
                    {"delay", std::string("5"), ""},
                    {"lanplus", true, ""},
                    {"auth", std::string("md5"), ""}})) == "");
  CHECK(said(level(one("lanplus", std::string("Yes")))) == "");
}

TEST_CASE("an unknown name is told at its place, with the nearest known one") {
  CHECK(said(level(one("lanplsu", true))) ==
        "f:3:1: fence agent 'fence_x' knows no parameter 'lanplsu' | did you mean 'lanplus'?");
}

TEST_CASE("where nothing is near, all names are told that may be used, and no others") {
  CHECK(said(level(one("colour", std::string("red")))) ==
        "f:3:1: fence agent 'fence_x' knows no parameter 'colour' | "
        "it knows ip, ipport, delay, lanplus, auth");
}

TEST_CASE("a value of the wrong kind is told by its name only") {
  CHECK(said(level(one("ipport", std::string("s3cret")))) == "f:3:1: 'ipport' must be a whole number | ");
  CHECK(said(level(one("delay", std::int64_t{-1}))) == "f:3:1: 'delay' must be a whole number of seconds | ");
  CHECK(said(level(one("lanplus", std::int64_t{2}))) == "f:3:1: 'lanplus' must be true or false | ");
  CHECK(said(level(one("auth", std::string("md6")))) == "f:3:1: 'auth' must be one of md5, none | ");
  CHECK(said(level(one("ipport", true))) == "f:3:1: 'ipport' must be a whole number | ");
}

TEST_CASE("what the agent would read otherwise than it is written is refused") {
  auto wrong = level({});
  wrong.parameters[0].value = std::string("a\naction=on");
  CHECK(said(wrong) == "f:9:1: 'ip' holds control characters | ");
  wrong.parameters[0].value = std::string("bmc1 ");
  CHECK(said(wrong) == "f:9:1: 'ip' begins or ends with a blank, which agents strip | ");
  wrong.parameters[0].value = std::string("\"bmc1\"");
  CHECK(said(wrong).starts_with("f:9:1: 'ip' stands in quotation marks"));
}

TEST_CASE("what is required and missing is told where the level begins; an old name stands for a new one") {
  auto lacking = level({});
  lacking.parameters.clear();
  CHECK(said(lacking) == "f:1:1: fence agent 'fence_x' needs 'ip' | add ip");
  lacking.parameters = one("ipaddr", std::string("bmc1"));
  const auto found = fencing::objections(metadata(), lacking);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == fencing::Objection{Remark::old_name, "f:3:1", "'ipaddr' is an old name of 'ip'",
                                       "write ip in its place"});
  CHECK(!fencing::is_grave(found[0]));
  CHECK(said(level(one("ipaddr", std::string("x")))) ==
        "f:3:1: 'ipaddr' is an old name of 'ip', which stands there too | leave it out");
}

TEST_CASE("passwords in the file, lies and logs are refused by whatever name") {
  for (const auto* name : {"password", "passwd"})
    CHECK(said(level(one(name, std::string("x")))).ends_with("| use password_file or password_command"));
  for (const auto* name : {"missing_as_off", "missing-as-off", "debug_file", "action", "option", "help"})
    CHECK(said(level(one(name, std::string("1")))).ends_with("| leave it out"));
}

TEST_CASE("a password is wanted where the agent requires one, and refused where it takes none") {
  auto agent = metadata();
  agent.parameters[7].required = true;
  CHECK(fencing::objections(agent, level({})).at(0).message == "fence agent 'fence_x' needs a password");
  auto with = level({});
  with.password_place = "f:5:1";
  CHECK(fencing::objections(agent, with).empty());
  std::erase_if(agent.parameters, [](const auto& known) { return known.name.starts_with("passw"); });
  const auto found = fencing::objections(agent, with);
  REQUIRE(found.size() == 1);
  CHECK(found[0].place == "f:5:1");
  CHECK(found[0].message == "fence agent 'fence_x' takes no password");
}

TEST_CASE("an agent that cannot tell its device's state proves nothing") {
  auto agent = metadata();
  agent.actions = {"on", "off"};
  CHECK(fencing::objections(agent, level({})).at(0).place == "f:2:1");
}

TEST_CASE("an agent is always told its action, and its password by the name that it knows") {
  const auto sent = level({{"lanplus", true, ""}, {"ipport", std::int64_t{7}, ""}});
  CHECK(fencing::input_for(metadata(), sent, model::FenceAction::off, "s3cret") ==
        "action=off\nlanplus=1\nipport=7\nip=bmc1\npassword=s3cret\n");
  auto old = metadata();
  std::erase_if(old.parameters, [](const auto& known) { return known.name == "password"; });
  CHECK(fencing::input_for(old, level({}), model::FenceAction::status, "s3cret") ==
        "action=status\nip=bmc1\npasswd=s3cret\n");
  CHECK(fencing::input_for(old, level({}), model::FenceAction::on, std::nullopt) == "action=on\nip=bmc1\n");
}
