// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the guest's deeds share: its clock, its way to end, and how a port is opened.
#pragma once

#include <stdint.h>

// Ends this process with the system's words for the last error.
void die(const char *what);

// Milliseconds of CLOCK_MONOTONIC.
uint64_t now_ms(void);

// A socket of this type (SOCK_DGRAM or SOCK_STREAM) at this port of all addresses, that never waits.
int listening(int type, int port);

// A frame of audio every 20 ms to whoever asked for them within the last seconds. Never returns.
void stream_frames(void);

// A game's state every 50 ms to whoever is connected, who sends his moves. Never returns.
void host_game(void);
