// SPDX-License-Identifier: GPL-2.0-or-later
// What VMs' owners write into metadata, understood or not.
#include <doctest/doctest.h>
#include <random>

#include "virt/notes_codec.hpp"
#include "virt/statement_xml.hpp"

using namespace haxen;
using namespace std::chrono_literals;
using model::Statement;

namespace {

Statement read(const std::string& inner) {
  const auto xml =
      "<domain><metadata><app xmlns='urn:other'><policy priority='1'/></app><haxen:vm "
      "xmlns:haxen='urn:haxen:vm:1'>" +
      inner + "</haxen:vm></metadata></domain>";
  pugi::xml_document document;
  REQUIRE(document.load_string(xml.c_str()));
  return virt::read_statement(document.child("domain"));
}

std::vector<std::string> complaints(const std::string& inner) { return read(inner).complaints; }

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("policy, groups and rules are read, with or without a prefix") {
  Statement wanted;
  wanted.policy = {100ms, true, false, true, -7, model::HandOver::confirmed};
  wanted.groups = {"db", "front end"};
  auto& spread = wanted.rules.emplace_back();
  spread.name = "db spread";
  spread.label = "rack";
  spread.must = false;
  spread.time = model::RuleTime::at_every_step;
  spread.priority = 5;
  auto& licences = wanted.rules.emplace_back();
  licences.kind = model::RuleKind::only_on;
  licences.name = "licences";
  licences.nodes = {NodeName("n1"), NodeName("n2")};
  CHECK(read("<haxen:policy outage_budget='100ms' may_throttle='yes' may_postcopy='no' may_shut_down='true' "
             "priority='-7' handover='confirmed'/><group name='db'/><haxen:group name='front end'/><group name='db'/>"
             "<rule name='db spread' kind='apart' label='rack' must='no' time='at_every_step' priority='5'/>"
             "<haxen:rule name='licences' kind='only_on' nodes=' n1  n2 '/>") == wanted);
}

TEST_CASE("a domain without haxen's element, and one with its notes alone, states nothing") {
  pugi::xml_document document;
  document.load_string("<domain><metadata/></domain>");
  CHECK(virt::read_statement(document.child("domain")) == Statement{});
  CHECK(read("<haxen:origin node='n1'/><haxen:move operation='o' from='a' to='b'/>"
             "<haxen:moved at='1700000000'/>") == Statement{});
}

TEST_CASE("what is not understood is told and left out, the rest is kept") {
  const auto read_one =
      read("<policy outage_budget='5' priority='3' colour='blue'/><group/><grup name='x'/>");
  CHECK(read_one.policy == model::PolicyStatement{{}, {}, {}, {}, 3, {}});
  CHECK(read_one.complaints == Lines{"policy: 'outage_budget' must be a duration from 1ms to 1h, not '5'",
                                     "policy: there is no use for 'colour'", "group: has no 'name'",
                                     "there is no use for the element 'grup'"});
  CHECK(complaints("<policy handover='slow'/>") ==
        Lines{"policy: 'handover' unknown word 'slow', known are fast, confirmed"});
  CHECK(complaints("<policy priority='1001' may_throttle='perhaps'/>") ==
        Lines{"policy: 'may_throttle' must be yes or no, not 'perhaps'",
              "policy: 'priority' must be a number from -1000 to 1000, not '1001'"});
}

TEST_CASE("a rule with a mistake is left out as a whole") {
  const auto check = [](const std::string& attributes, const Lines& wanted) {
    CAPTURE(attributes);
    const auto statement = read("<rule " + attributes + "/>");
    CHECK(statement.rules.empty());
    CHECK(statement.complaints == wanted);
  };
  check("kind='apart'", {"rule: has no 'name' that could be used"});
  check("name='x'", {"rule 'x': has no 'kind'"});
  check("name='x' kind='appart'", {"rule 'x': 'kind' unknown word 'appart', known are apart, together, "
                                   "only_on, never_on, prefer, at_most, "
                                   "direction"});
  check("name='x' kind='apart' limit='2'", {"rule 'x': a rule of kind 'apart' has no use for 'limit'"});
  check("name='x' kind='at_most'", {"rule 'x': a rule of kind 'at_most' needs 'limit'"});
  check("name='x' kind='at_most' limit='0'",
        {"rule 'x': 'limit' must be a number from 1 to 1000000, not '0'"});
  check("name='x' kind='only_on'", {"rule 'x': names no node"});
  check("name='x' kind='only_on' values='a'", {"rule 'x': 'values' are of a 'label', and there is none"});
  CHECK(complaints("<rule name='x' kind='apart'/><rule name='x' kind='together'/>") ==
        Lines{"rule 'x': stands twice"});
}

TEST_CASE("writing notes keeps what the owner has stated") {
  const std::string stated = "<vm><policy priority='3'/><group name='db'/></vm>";
  const auto element = virt::notes_element(stated, {NodeName("n1"), {}});
  REQUIRE(element);
  CHECK(element->find("<policy priority=\"3\"") != std::string::npos);
  CHECK(element->find("<group name=\"db\"") != std::string::npos);
  CHECK(element->find("<origin node=\"n1\"") != std::string::npos);
  CHECK(virt::notes_element(*element, {}).has_value());
}

TEST_CASE("any bytes in attributes are read or complained about, within bounds") {
  const unsigned seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const std::string sound =
      "<policy outage_budget='100ms' priority='10'/><group name='db'/><rule name='x' kind='at_most' "
      "limit='2'/>";
  for (int round = 0; round < 2000; ++round) {
    auto text = sound;
    for (int times = 0; times < 3; ++times) {
      const auto at = std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random);
      text[at] = static_cast<char>(std::uniform_int_distribution<int>(1, 127)(random));
    }
    const auto xml = "<domain><metadata><vm xmlns='urn:haxen:vm:1'>" + text + "</vm></metadata></domain>";
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size())) continue;
    CAPTURE(text);
    const auto statement = virt::read_statement(document.child("domain"));
    for (const auto& rule : statement.rules)
      CHECK((rule.limit >= 1 && rule.limit <= 1'000'000 && !rule.name.empty()));
    if (statement.policy.outage_budget)
      CHECK((*statement.policy.outage_budget >= 1ms && *statement.policy.outage_budget <= 1h));
  }
}
