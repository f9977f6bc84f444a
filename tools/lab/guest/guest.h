// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the guest's deeds share: what they were told, what they count, their clock, their way to end, and their names.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { PAGE = 4096, EVERYTHING = -1 };

// Sizes in MiB, rates in MiB/s; 0: none. fill may be EVERYTHING.
struct orders {
    const char *name;
    long busy_rate, busy_set, fill;
};

struct counters {
    volatile uint64_t ticks;
    volatile uint64_t pages_rewritten, memory_errors, rewrite_kib_per_second;
    volatile uint64_t disk_writes, disk_errors, disk_conflicts, disk_present;
};

// Of all processes.
extern struct counters *counted;

// Ends this process with the system's words for the last error.
void die(const char *what);

// Milliseconds of CLOCK_MONOTONIC.
uint64_t now_ms(void);
void sleep_until(uint64_t ms);

// Whole pages of zeros, this many bytes. Dies where there are none.
void *pages(size_t size);

// A socket of this type (SOCK_DGRAM or SOCK_STREAM) at this port of all addresses, that never waits.
int listening(int type, int port);

// What a process does. It never returns, and ends only with an error.
typedef void deed(const struct orders *orders);

// Echoes datagrams and streams, and tells by a line of JSON how the guest fares.
deed answer;

// A frame of audio every 20 ms to whoever asked for them within the last seconds.
deed stream_frames;

// A game's state every 50 ms to whoever is connected, who sends his moves.
deed host_game;

// Turns the guest off when its power button is pressed.
deed obey_power_button;

// Counts its writes on /dev/vda.
deed write_disk;

// Rewrites so much of so many MiB each second.
deed dirty_memory;

// Fills so many MiB with what no compressor finds anything in, and keeps them.
deed hold_memory;
