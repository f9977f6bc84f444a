// SPDX-License-Identifier: GPL-2.0-or-later
// What an agent tells of itself, and what is no such thing.
#include "fencing/metadata.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using fencing::Kind;

namespace {

constexpr auto sample = R"(<?xml version="1.0" ?>
<resource-agent name="fence_x" shortdesc="x"><longdesc>a &lt; b</longdesc>
<parameters>
 <parameter name="action" unique="0" required="1"><getopt mixed="-o"/><content type="string" default="reboot" /></parameter>
 <parameter name="auth" required="0"><content type="select" ><option value="md5" /><option value="none" /></content></parameter>
 <parameter name="plug" required="1" obsoletes="port"><content type="string"/></parameter>
 <parameter name="port" required="1" deprecated="1"><content type="string"/></parameter>
 <parameter name="ipport"><content type="integer" default="623"/></parameter>
 <parameter name="delay"><content type="second"/></parameter>
 <parameter name="lanplus"><content type="boolean"/></parameter>
 <parameter name="odd"><content type="hue"/></parameter>
 <parameter name="odd"><content type="integer"/></parameter>
</parameters>
<actions><action name="on" automatic="0"/><action name="off" /><action name="status" /></actions>
</resource-agent>)";

std::string why_not(const std::string& text) {
  const auto read = fencing::read_metadata(text);
  REQUIRE(!read);
  CHECK(read.error().kind == FaultKind::failed);
  return read.error().message;
}

}  // namespace

TEST_CASE("an agent's parameters are read with their kinds, choices and old names") {
  const auto metadata = fencing::read_metadata(sample);
  REQUIRE(metadata);
  const std::vector<fencing::Known> expected = {
      {"action", Kind::text, {}, true, false, {}},
      {"auth", Kind::choice, {"md5", "none"}, false, false, {}},
      {"plug", Kind::text, {}, true, false, {"port"}},
      {"port", Kind::text, {}, true, true, {}},
      {"ipport", Kind::whole_number, {}, false, false, {}},
      {"delay", Kind::seconds, {}, false, false, {}},
      {"lanplus", Kind::flag, {}, false, false, {}},
      {"odd", Kind::text, {}, false, false, {}},
  };
  CHECK(metadata->name == "fence_x");
  CHECK(metadata->parameters == expected);
  CHECK(metadata->actions == std::vector<std::string>{"on", "off", "status"});
}

TEST_CASE("of a replaced parameter its successor is known, of no other one") {
  const auto metadata = fencing::read_metadata(sample);
  REQUIRE(metadata);
  REQUIRE(fencing::successor(*metadata, "port") != nullptr);
  CHECK(fencing::successor(*metadata, "port")->name == "plug");
  CHECK(fencing::successor(*metadata, "plug") == nullptr);
  CHECK(fencing::find(*metadata, "nothing") == nullptr);
}

TEST_CASE("what is no XML, no agent, or tells nothing is refused with the reason") {
  CHECK(why_not("").starts_with("it is not XML"));
  CHECK(why_not("Traceback (most recent call last):").starts_with("it is not XML"));
  CHECK(why_not(std::string(sample).substr(0, 600)).starts_with("it is not XML"));
  CHECK(why_not("<domain/>") == "it is XML, but describes no resource-agent");
  CHECK(why_not("<resource-agent name='x'><parameters/></resource-agent>") == "it names no parameters");
  CHECK(why_not("<resource-agent><parameters><parameter name='a\nb=c'/></parameters></resource-agent>") ==
        "one of its parameters has no sound name");
}
