// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way from the seam to libvirt and back, with the driver that libvirt keeps for tests.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "virt/libvirt_hosts.hpp"

using namespace haxen;

namespace {

/// A node of the test driver with two VMs, running a, and off b. All connections to it see the same.
class TestNode {
 public:
  TestNode()
      : path_(std::filesystem::temp_directory_path() /
              ("haxen-test-node-" + std::to_string(getpid()) + ".xml")) {
    std::ofstream(path_)
        << R"(<node><cpu><mhz>6000</mhz><model>m</model><active>4</active><nodes>1</nodes><sockets>1</sockets>
      <cores>4</cores><threads>1</threads></cpu><memory>8388608</memory>
      <domain type='test'><name>a</name><uuid>77000000-0000-4000-8000-00000000000a</uuid><memory>1048576</memory>
        <vcpu>2</vcpu><os><type>hvm</type></os>
        <devices><graphics type='vnc' passwd='s3cret'/></devices></domain>
      <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>b</name>
        <uuid>77000000-0000-4000-8000-00000000000b</uuid><memory>524288</memory>
        <vcpu>1</vcpu><os><type>hvm</type></os><test:runstate>5</test:runstate></domain>
      <network><name>guests</name><bridge name='virbr7'/></network>
      <pool type='dir'><name>images</name><target><path>/images</path></target></pool></node>)";
    virt::Endpoint endpoint;
    endpoint.name = name;
    endpoint.uri = "test://" + path_.string();
    hosts = std::make_unique<virt::LibvirtHosts>(loop, std::vector{endpoint});
    auto opened = loop.run(hosts->open(name));
    REQUIRE(opened);
    host = std::move(*opened);
  }
  ~TestNode() { std::filesystem::remove(path_); }
  TestNode(const TestNode&) = delete;
  TestNode& operator=(const TestNode&) = delete;

  virt::Observation observe() {
    auto seen = loop.run(host->observe());
    REQUIRE(seen);
    return *seen;
  }

  const NodeName name{"n1"};
  const VmUuid a{"77000000-0000-4000-8000-00000000000a"};
  const VmUuid b{"77000000-0000-4000-8000-00000000000b"};
  Loop loop;
  std::unique_ptr<virt::LibvirtHosts> hosts;
  std::unique_ptr<virt::Host> host;

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a node tells its size, networks and pools, and what its driver cannot do") {
  TestNode node;
  const auto seen = node.observe();
  CHECK(seen.node.name == node.name);
  CHECK(seen.node.hypervisor == model::Hypervisor::test);
  CHECK(seen.node.memory_total == gib(8));
  CHECK(seen.node.cpus == 4);
  CHECK(seen.node.libvirt_version >= model::Version{9, 0, 0});
  CHECK(seen.node.memory_free == std::nullopt);
  CHECK(seen.node.networks == std::set<std::string>{"guests"});
  CHECK(seen.node.pools == std::vector<model::StoragePool>{{"images", "/images", ""}});
  CHECK_FALSE(seen.capabilities.live_migration);
  CHECK_FALSE(seen.capabilities.marks);
}

TEST_CASE("a node lists what runs and what is off") {
  TestNode node;
  const auto vms = node.observe().vms;
  REQUIRE(vms.size() == 2);
  const auto& a = vms[0].name == VmName("a") ? vms[0] : vms[1];
  const auto& b = vms[0].name == VmName("a") ? vms[1] : vms[0];
  CHECK(a.uuid == node.a);
  CHECK(a.node == node.name);
  CHECK(a.state == model::VmState::running);
  CHECK(a.memory == gib(1));
  CHECK(a.vcpus == 2);
  CHECK(a.persistent);
  CHECK_FALSE(a.autostart);
  CHECK(a.hindrances.empty());
  CHECK(b.state == model::VmState::shut_off);
}

TEST_CASE("a node tells how each VM is written, running and as it would start, and no password") {
  TestNode node;
  auto texts = node.observe().texts;
  CHECK(texts.size() == 2);
  CHECK(texts[node.a].find("<domain type='test' id=") == 0);
  CHECK(texts[node.b].find("<domain type='test'>") == 0);
  const auto asked =
      node.loop.run(node.host->definitions({node.a, VmUuid("77000000-0000-4000-8000-00000000000c")}));
  REQUIRE(asked);
  CHECK(asked->size() == 1);
  texts[VmUuid("definition of a")] = asked->at(node.a);
  CHECK(asked->at(node.a).find("<domain type='test'>") == 0);
  CHECK(asked->at(node.a).find("<graphics type='vnc'") != std::string::npos);
  for (const auto& [vm, text] : texts) CHECK(text.find("s3cret") == std::string::npos);
}

TEST_CASE("a look tells what a VM does, and that another is not known") {
  TestNode node;
  const auto running = node.loop.run(node.host->look(node.a));
  REQUIRE(running);
  CHECK(running->defined);
  CHECK(running->persistent);
  CHECK(running->state == model::VmState::running);
  CHECK_FALSE(running->paused_by_migration);
  CHECK_FALSE(running->incoming);
  CHECK_FALSE(running->job);
  const auto unknown = node.loop.run(node.host->look(VmUuid("77000000-0000-4000-8000-00000000000c")));
  REQUIRE(unknown);
  CHECK_FALSE(unknown->defined);
}

TEST_CASE("autostart is set, read, and seen by an observation") {
  TestNode node;
  CHECK(node.loop.run(node.host->autostart(node.a)) == false);
  CHECK(node.loop.run(node.host->set_autostart(node.a, true)));
  CHECK(node.loop.run(node.host->autostart(node.a)) == true);
  for (const auto& vm : node.observe().vms) CHECK(vm.autostart == (vm.uuid == node.a));
}

TEST_CASE("notes are kept in running VMs and in those that are off, and go when they are empty") {
  TestNode node;
  const virt::Notes notes{NodeName("n7"), model::PendingMove{OperationId("op"), NodeName("n7"), node.name,
                                                             Milliseconds(300), true}};
  for (const auto& vm : {node.a, node.b}) {
    REQUIRE(node.loop.run(node.host->write_notes(vm, notes)));
    CHECK(node.loop.run(node.host->read_notes(vm)) == notes);
  }
  for (const auto& vm : node.observe().vms) {
    CHECK(vm.origin == notes.origin);
    CHECK(vm.pending == notes.pending);
  }
  REQUIRE(node.loop.run(node.host->write_notes(node.a, {})));
  CHECK(node.loop.run(node.host->read_notes(node.a)) == virt::Notes{});
}

TEST_CASE("a running VM needs no resuming, and one that is off cannot be resumed") {
  TestNode node;
  CHECK(node.loop.run(node.host->resume(node.a)));
  const auto off = node.loop.run(node.host->resume(node.b));
  REQUIRE_FALSE(off);
  CHECK(off.error().message == "node 'n1': VM '77000000-0000-4000-8000-00000000000b' is not paused");
}

TEST_CASE("a VM that is asked to shut down does") {
  TestNode node;
  CHECK(node.loop.run(node.host->shut_down(node.a)));
  CHECK(node.loop.run(node.host->look(node.a))->state == model::VmState::shut_off);
}

TEST_CASE("what the driver lacks is a fault of its own kind, never a wrong answer") {
  TestNode node;
  const auto kind = [](const auto& result) { return result ? FaultKind::failed : result.error().kind; };
  CHECK(kind(node.loop.run(node.host->read_mark())) == FaultKind::unsupported);
  CHECK(kind(node.loop.run(node.host->place_mark({}))) == FaultKind::unsupported);
  CHECK(kind(node.loop.run(node.host->downtime_limit(node.a))) == FaultKind::unsupported);
  CHECK(kind(node.loop.run(node.host->job(node.a))) == FaultKind::unsupported);
  CHECK(kind(node.loop.run(node.host->abort_job(node.a))) == FaultKind::unsupported);
  CHECK(kind(node.loop.run(node.host->completed_downtime(node.a))) == FaultKind::unsupported);
  virt::MigrationRequest request;
  request.vm = node.a;
  request.to = NodeName("n2");
  request.peer_uri = "test:///default";
  CHECK_FALSE(node.loop.run(node.host->migrate(request)));
}

TEST_CASE("a downtime limit of nothing is refused before anybody is asked") {
  TestNode node;
  CHECK(node.loop.run(node.host->set_downtime_limit(node.a, Milliseconds(0))).error().kind ==
        FaultKind::usage);
}

TEST_CASE("a node that is not among the endpoints cannot be opened") {
  TestNode node;
  const auto opened = node.loop.run(node.hosts->open(NodeName("n9")));
  REQUIRE_FALSE(opened);
  CHECK(opened.error() == Fault{FaultKind::missing, "no node 'n9'"});
}

TEST_CASE("a connection that is refused names its node") {
  Loop loop;
  virt::Endpoint endpoint;
  endpoint.name = NodeName("n1");
  endpoint.uri = "qemu+tcp://127.0.0.1:1/system";
  virt::LibvirtHosts hosts(loop, {endpoint});
  const auto opened = loop.run(hosts.open(endpoint.name));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().kind == FaultKind::unreachable);
  CHECK(opened.error().message == "node 'n1': cannot connect: connection refused");
  CHECK_FALSE(opened.error().hint.empty());
}

TEST_CASE("where a driver finds no pool by its folder, what is at a path stays unknown") {
  TestNode node;
  const auto found = node.loop.run(node.host->find_images({"/images/new.raw", "/nowhere/x.raw"}));
  REQUIRE(found);
  CHECK(found->at("/images/new.raw") == model::Image{});
  CHECK(found->at("/nowhere/x.raw") == model::Image{});
}

TEST_CASE("a definition is removed of what is off only, and what is persistent stays so") {
  TestNode node;
  CHECK_FALSE(node.loop.run(node.host->undefine(node.a)));
  CHECK(node.loop.run(node.host->look(node.a))->defined);
  CHECK(node.loop.run(node.host->make_persistent(node.a)));
  CHECK(node.loop.run(node.host->undefine(node.b)));
  CHECK_FALSE(node.loop.run(node.host->look(node.b))->defined);
}

TEST_CASE("a VM is defined, started and forgotten, each as often as one likes") {
  TestNode node;
  virt::Definition definition;
  definition.vm.uuid = VmUuid("77000000-0000-4000-8000-00000000000c");
  definition.vm.name = VmName("c");
  definition.xml = R"(<domain type='test'><name>c</name><uuid>77000000-0000-4000-8000-00000000000c</uuid>
      <memory>524288</memory><os><type>hvm</type></os></domain>)";
  definition.notes.pending =
      model::PendingMove{OperationId("op-1"), node.name, node.name, Milliseconds(0), false, {}};
  const auto& c = definition.vm.uuid;
  const auto look = [&] { return node.loop.run(node.host->look(c)).value(); };

  REQUIRE(node.loop.run(node.host->define(definition)));
  CHECK(look().defined);
  CHECK(look().persistent);
  CHECK(look().state == model::VmState::shut_off);
  CHECK(node.loop.run(node.host->read_notes(c)) == definition.notes);
  CHECK(node.loop.run(node.host->define(definition)));

  REQUIRE(node.loop.run(node.host->start(c)));
  CHECK(look().state == model::VmState::running);
  CHECK(node.loop.run(node.host->start(c)));
  CHECK_FALSE(node.loop.run(node.host->undefine(c)));

  definition.notes.pending->operation = OperationId("op-2");
  const auto again = node.loop.run(node.host->define(definition));
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == FaultKind::exists);

  CHECK(node.loop.run(node.host->undefine(node.b)));
  CHECK(node.loop.run(node.host->undefine(node.b)));
  CHECK_FALSE(node.loop.run(node.host->look(node.b)).value().defined);
}

TEST_CASE("what is there is never written over") {
  TestNode node;
  virt::Definition definition;
  definition.vm.uuid = node.b;
  definition.vm.name = VmName("b");
  definition.xml = R"(<domain type='test'><name>b</name><uuid>77000000-0000-4000-8000-00000000000b</uuid>
      <memory>1048576</memory><os><type>hvm</type></os></domain>)";
  const auto twin = node.loop.run(node.host->define(definition));
  REQUIRE_FALSE(twin);
  CHECK(twin.error().kind == FaultKind::exists);
  definition.vm.uuid = VmUuid("77000000-0000-4000-8000-00000000000d");
  definition.xml = R"(<domain type='test'><name>b</name><uuid>77000000-0000-4000-8000-00000000000d</uuid>
      <memory>1048576</memory><os><type>hvm</type></os></domain>)";
  const auto namesake = node.loop.run(node.host->define(definition));
  REQUIRE_FALSE(namesake);
  CHECK(namesake.error().kind == FaultKind::exists);
}
