// SPDX-License-Identifier: GPL-2.0-or-later
// Marks, notes and CPU keys: written, read again, and damaged in between.
#include <doctest/doctest.h>
#include <random>

#include "virt/cpu_key.hpp"
#include "virt/mark_codec.hpp"
#include "virt/notes_codec.hpp"

using namespace haxen;

namespace {

model::Mark claim() {
  model::Mark mark;
  mark.id = "5b9d1c1e-0000-4000-8000-000000000001";
  mark.kind = model::MarkKind::claim;
  mark.operation = OperationId("20240501-120000-7f");
  mark.holder = {"admin1", "b00t", 4711, "alice"};
  mark.active = true;
  mark.reason = "new DIMMs <\"&'> \x01 f\xc3\xbcr \xff";
  mark.since = model::WallTime(std::chrono::seconds(1'700'000'000));
  mark.until = model::WallTime(std::chrono::seconds(1'700'003'600));
  mark.booked = gib(3);
  return mark;
}

model::Mark unreadable(const std::string& id) {
  model::Mark mark;
  mark.id = id;
  mark.reason = "marked in a way that this haxen cannot read";
  return mark;
}

virt::Notes notes() {
  return {NodeName("n1"),
          model::PendingMove{OperationId("op"),
                             NodeName("n1"),
                             NodeName("n'2\""),
                             Milliseconds(300),
                             true,
                             {"/images/a \"b\" <c>.raw", "/images/d.qcow2"},
                             model::HandOver::confirmed},
          model::WallTime(std::chrono::seconds(1'700'000'000))};
}

std::string in_domain(const std::string& metadata) {
  return "<domain><metadata>" + metadata + "</metadata></domain>";
}

virt::Notes read(const std::string& xml) {
  pugi::xml_document document;
  document.load_string(xml.c_str());
  return virt::read_notes(document.child("domain"));
}

}  // namespace

TEST_CASE("a mark comes back from its secret as it was written") {
  auto mark = claim();
  mark.reason = "new DIMMs <\"&'> \x01 f\xc3\xbcr";
  CHECK(virt::read_mark_secret(virt::mark_secret(mark)) == mark);
  mark.until.reset();
  mark.kind = model::MarkKind::cordon;
  mark.active = false;
  CHECK(virt::read_mark_secret(virt::mark_secret(mark)) == mark);
}

TEST_CASE("that a node goes down stands in a secret of its own, which does not outlive its daemon") {
  auto mark = claim();
  mark.kind = model::MarkKind::cordon;
  mark.leaving = true;
  mark.reason = "the machine reboots";
  const auto secret = virt::mark_secret(mark);
  CHECK(secret.find(virt::leaving_usage) != std::string::npos);
  CHECK(secret.find("ephemeral=\"yes\"") != std::string::npos);
  CHECK(virt::read_mark_secret(secret) == mark);
}

TEST_CASE("a mark's text is plain ASCII, whatever its reason holds") {
  for (const char c : virt::mark_text(claim())) CHECK((c >= ' ' && c <= '~'));
}

TEST_CASE("a secret without a readable mark is a cordon by nobody known") {
  for (const auto* text : {"", "{}", "[]", "null", "{\"haxen\":1}", "a cordon", "{\"haxen\":1,", "[[[[["}) {
    CAPTURE(text);
    CHECK(virt::read_mark_text("id", text) == unreadable("id"));
  }
}

TEST_CASE("a mark with a field more, less, or of another type is a cordon by nobody known") {
  const auto text = virt::mark_text(claim());
  const auto with = [&text](const std::string& from, const std::string& to) {
    auto changed = text;
    REQUIRE(changed.find(from) != std::string::npos);
    return changed.replace(changed.find(from), from.size(), to);
  };
  for (const auto& damaged :
       {with("\"haxen\":1", "\"haxen\":2"), with("\"active\":true", "\"active\":1"),
        with("\"pid\":4711", "\"pid\":4711.5"), with("\"pid\":4711", "\"pid\":\"4711\""),
        with("\"kind\":\"claim\"", "\"kind\":\"wish\""), with("\"user\":\"alice\"", "\"user\":null"),
        with("\"until\":1700003600,", ""), with("\"haxen\":1", "\"haxen\":1,\"more\":1"),
        with("\"booked\":3221225472", "\"booked\":-1")}) {
    CAPTURE(damaged);
    CHECK(virt::read_mark_text("id", damaged) == unreadable("id"));
  }
}

TEST_CASE(
    "a mark with any byte changed is read as a mark, or as a cordon by nobody known, and never as none") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto text = virt::mark_text(claim());
  for (int round = 0; round < 20'000; ++round) {
    auto damaged = text;
    damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    CHECK(virt::read_mark_text("id", damaged).id == "id");
  }
}

TEST_CASE("notes come back from the element as they were written") {
  const auto element = virt::notes_element("", notes());
  REQUIRE(element);
  CHECK(virt::read_notes_element(*element) == notes());
}

TEST_CASE("notes are found in a domain's metadata, among others' and under any prefix") {
  const std::string other = "<app:vm xmlns:app='urn:other'><app:origin node='wrong'/></app:vm>";
  CHECK(read(in_domain(other + "<h:vm xmlns:h='urn:haxen:vm:1'><h:origin node='n1'/></h:vm>")) ==
        virt::Notes{NodeName("n1"), std::nullopt});
  CHECK(read(in_domain(other)) == virt::Notes{});
  CHECK(read("<domain/>") == virt::Notes{});
}

TEST_CASE("a move that does not say who moves it and where is no pending move") {
  CHECK(read(in_domain("<h:vm xmlns:h='urn:haxen:vm:1'><h:move from='n1' to='n2'/></h:vm>")) ==
        virt::Notes{});
}

TEST_CASE("a time that is none, or lies beyond all calendars, is no time of a move") {
  const auto at = [](const std::string& text) {
    return read(in_domain("<h:vm xmlns:h='urn:haxen:vm:1'><h:moved at='" + text + "'/></h:vm>"));
  };
  CHECK(at("1700000000").moved == model::WallTime(std::chrono::seconds(1'700'000'000)));
  for (const auto* wrong : {"", "soon", "1.5", "-1", "12 ", "253402300800", "99999999999999999999"})
    CHECK(at(wrong) == virt::Notes{});
}

TEST_CASE("empty notes leave no element") {
  CHECK(virt::notes_element("", {}) == std::nullopt);
  CHECK(virt::notes_element(*virt::notes_element("", notes()), {}) == std::nullopt);
}

TEST_CASE("what else the element holds stays when notes are written and removed") {
  const std::string policy = "<policy priority=\"3\"/>";
  const auto with = virt::notes_element("<vm>" + policy + "</vm>", notes());
  REQUIRE(with);
  CHECK(with->find(policy) != std::string::npos);
  CHECK(virt::read_notes_element(*with) == notes());
  CHECK(virt::notes_element(*with, {}) == "<vm>" + policy + "</vm>");
}

TEST_CASE("writing notes twice leaves them once") {
  const auto once = *virt::notes_element("", notes());
  CHECK(virt::notes_element(once, notes()) == once);
}

TEST_CASE("a CPU key holds the whole demand") {
  const virt::CpuDemand demand{
      "kvm", "/usr/bin/q&<e>", "x86_64", "pc-q35-7.2", "<cpu mode=\"custom\"><model>x</model></cpu>", ""};
  const auto read = virt::from_key(virt::to_key(demand));
  REQUIRE(read);
  CHECK(*read == demand);
}

TEST_CASE("a CPU key holds also what is of blanks alone") {
  const virt::CpuDemand demand{" ", "/q", "", "", "", ""};
  const auto read = virt::from_key(virt::to_key(demand));
  REQUIRE(read);
  CHECK(*read == demand);
}

TEST_CASE("equal demands have equal keys, whatever the rest of the definitions") {
  const auto xml = [](const char* name) {
    return std::string("<domain type='kvm'><name>") + name +
           "</name><os><type arch='x86_64' machine='q35'>hvm</type></os>"
           "<cpu mode='custom'>\n  "
           "<model>Skylake</model></cpu><devices><emulator>/q</emulator></devices></domain>";
  };
  const auto key = virt::to_key(virt::cpu_demand(xml("a"), "<cpu/>"));
  CHECK(key == virt::to_key(virt::cpu_demand(xml("b"), "<cpu><model>other</model></cpu>")));
}

TEST_CASE("only a passed-through CPU and Xen ask for the host's own") {
  const auto host_cpu = [](const std::string& type, const std::string& mode) {
    return virt::cpu_demand("<domain type='" + type + "'><cpu mode='" + mode + "'/></domain>", "<cpu/>")
        .host_cpu;
  };
  CHECK(host_cpu("kvm", "host-passthrough") == "<cpu/>");
  CHECK(host_cpu("kvm", "maximum") == "<cpu/>");
  CHECK(host_cpu("xen", "custom") == "<cpu/>");
  CHECK(host_cpu("kvm", "custom").empty());
}

TEST_CASE("what is no CPU key is refused") {
  for (const auto* text : {"", "x", "<a/>", "<demand"}) CHECK_FALSE(virt::from_key(text));
}

TEST_CASE("notes are put into a definition, and what else it holds stays") {
  const auto bare = virt::with_notes("<domain><name>a</name></domain>", notes());
  REQUIRE(bare);
  pugi::xml_document document;
  document.load_buffer(bare->data(), bare->size());
  CHECK(virt::read_notes(document.child("domain")) == notes());
  CHECK(std::string(document.child("domain").child("name").text().get()) == "a");

  const auto kept = virt::with_notes(
      R"(<domain><metadata><x:vm xmlns:x="urn:haxen:vm:1"><origin node="n7"/><x:policy priority="3"/></x:vm>)"
      R"(<other xmlns="urn:other"/></metadata></domain>)",
      notes());
  REQUIRE(kept);
  CHECK(kept->find("priority=\"3\"") != std::string::npos);
  CHECK(kept->find("urn:other") != std::string::npos);
  CHECK(kept->find("n7") == std::string::npos);

  const auto none = virt::with_notes("<domain/>", {});
  REQUIRE(none);
  CHECK(none->find("haxen") == std::string::npos);
  CHECK_FALSE(virt::with_notes("<network/>", notes()));
  CHECK_FALSE(virt::with_notes("no XML", notes()));
}
