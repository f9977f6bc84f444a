// SPDX-License-Identifier: GPL-2.0-or-later
// A fleet file that uses every key, for the tests of its reader.
#pragma once

#include <string>

inline const std::string sample_file = R"([defaults]
outage_budget = "100ms"
moves_per_source = 1
moves_per_target = 3
moves_in_fleet = 5
starts_per_node = 6
tls = "required"
deadline = "5s"
time_limit = "1h"
cool_down = "2h"
reserve = "1GiB"
overcommit = 1.5
vcpu_overcommit = 4

[[node]]
name = "node1"
uri = "qemu+ssh://root@node1/system"
peer_uri = "qemu+tls://node1.lan/system"
migrate_uri = "tcp://10.77.0.11"
memory = "64GiB"
reserve = "4GiB"
link = "10Gbit/s"
labels = { rack = "a", psu = "1" }

[[node.fence]]
agent = "fence_ipmilan"
ip = "bmc1"
username = "admin"
password_file = "secrets/bmc1"
lanplus = true
timeout = "40s"

[[node.fence]]
agent = "/opt/fence/fence_pdu"
password_command = ["pass", "pdu", "pdu"]
plug = 7

[[vm]]
match = "web*"
outage_budget = "50ms"
may_throttle = true
handover = "confirmed"
priority = 10

[[node]]
name = "node2"
uri = "qemu+tls://[fd00::2]:16514/system"

[node.lease]
lockspace = "VMS"
host_id = 7
owner = "kvm2"
timeout = "4m"

[[vm]]
name = "db1"
may_postcopy = false
may_shut_down = true

[[vm]]
uuid = "6ECD88BC-5a6f-4a0e-b5d2-0c6a2d0f9a41"
priority = -1

[[rule]]
kind = "apart"
name = "web replicas"
vms = ["web*"]
label = "rack"
must = false
time = "at_every_step"
priority = 3

[hooks]
directory = "/srv/hooks"
time_limit = "30s"
)";
