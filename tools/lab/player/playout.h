// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what somebody notices who plays numbered frames from behind a jitter buffer, given when each of them came.
//
// Each frame is due one interval after the one before it. One that comes too late makes the player wait for it, and
// shifts what follows; each interval of waiting that has begun counts as a late frame. So it is the same whether a
// service was stopped and goes on where it was, or sends in a burst what it owes.
#pragma once

#include <stdint.h>

struct playout {
    int64_t interval, buffer;  // nanoseconds
    int64_t origin;            // when frame 0 is due, by the clock of the arrivals
    int64_t widest;            // the longest wait for their turn among the frames since the last look
    uint64_t looked, late;     // frames since that look; intervals without anything to play
    int running;
};

// The frame with this number has come. The first one starts the playing, a buffer later.
void playout_take(struct playout *player, uint64_t number, int64_t at);

// Nothing came after this number; frames that were due meanwhile are late.
void playout_end(struct playout *player, uint64_t last, int64_t at);
