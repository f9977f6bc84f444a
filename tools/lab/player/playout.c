// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what somebody notices who plays numbered frames from behind a jitter buffer, given when each of them came.

#include "playout.h"

static const int64_t second = 1000000000;

// Once a second the buffer gets its length back, as players do in a pause between two words: after a stretch it is too
// long and would hide what comes, after a shift that it has borne it is too short.
static void settle(struct playout *player)
{
    if ((int64_t)++player->looked * player->interval < second) return;
    player->origin += player->buffer - player->widest;
    player->looked = 0;
    player->widest = INT64_MIN;
}

static void wait_for(struct playout *player, int64_t lateness)
{
    if (lateness <= 0) return;
    player->late += (uint64_t)((lateness + player->interval - 1) / player->interval);
    player->origin += lateness;
}

void playout_take(struct playout *player, uint64_t number, int64_t at)
{
    int64_t offset = (int64_t)number * player->interval;
    if (!player->running) {
        player->running = 1;
        player->origin = at + player->buffer - offset;
        player->widest = INT64_MIN;
    }
    wait_for(player, at - (player->origin + offset));
    int64_t margin = player->origin + offset - at;
    if (margin > player->widest) player->widest = margin;
    settle(player);
}

void playout_end(struct playout *player, uint64_t last, int64_t at)
{
    if (player->running) wait_for(player, at - (player->origin + (int64_t)(last + 1) * player->interval));
}
