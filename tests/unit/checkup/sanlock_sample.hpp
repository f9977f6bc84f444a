// SPDX-License-Identifier: GPL-2.0-or-later
// What sanlock 3.8.5 printed to the question about leases, on a host with host_id 3 of lockspace LS whose I/O
// timeout is 1 s. Host 1 was killed, host 2 has left the lockspace in good order.
#pragma once

#include <string>

namespace haxen::test {

inline const std::string sanlock_status = R"(daemon be7a3440-77d9-40da-8682-a8e3f4c6dc8e.c
    our_host_name=be7a3440-77d9-40da-8682-a8e3f4c6dc8e.c
    use_watchdog=0
    high_priority=0
    mlock_level=0
    quiet_fail=1
    debug_cmds=0xfffffffffe06ffff
    kill_grace_seconds=40
    monotime=86114
    version_str=3.8.5
p -1 helper
    ci=0
    pid=-1
    flags=0
p -1 status
    ci=2
    pid=-1
s LS:3:/srv/leases:0
    list=spaces
    space_id=1
    io_timeout=1
    sector_size=512
    align_size=1048576
    host_generation=1
    renew_fail=0
    space_dead=0
    killing_pids=0
    used_retries=0
    external_used=0
    used_by_orphans=0
    renewal_last_attempt=86112
    renewal_last_success=86112
)";

inline const std::string sanlock_hosts = R"(haxen: hosts
1 timestamp 86006
    last_check=86112
    last_live=86007
    last_req=0
    owner_id=1
    owner_generation=1
    timestamp=86006
    io_timeout=1
    owner_name=c75ec3d9-549d-4829-ae5a-4234a0c6517d.a
2 timestamp 0
    last_check=86112
    last_live=86002
    last_req=0
    owner_id=2
    owner_generation=1
    timestamp=0
    io_timeout=1
    owner_name=3054575b-b04d-40a9-8793-9a0e7a017420.b
3 timestamp 86109
    last_check=86112
    last_live=86112
    last_req=0
    owner_id=3
    owner_generation=1
    timestamp=86109
    io_timeout=1
    owner_name=be7a3440-77d9-40da-8682-a8e3f4c6dc8e.c
haxen: told
)";

inline const std::string sanlock_answer = sanlock_status + sanlock_hosts;

}  // namespace haxen::test
