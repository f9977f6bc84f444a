// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guest keeps its memory busy, or full, and how it finds that a page has lost its last rewrite.

#define _GNU_SOURCE
#include "guest.h"

#include <sys/sysinfo.h>
#include <unistd.h>

enum { WORDS = PAGE / 8, REWRITE_MS = 10, MARGIN_MIB = 12 };

// xorshift64*: no compressor finds anything in it, and under emulation it is still cheap.
static uint64_t scramble(uint64_t seed)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return seed;
}

static void fill_page(uint64_t *page, uint64_t seed)
{
    for (int word = 0; word < WORDS; word++) {
        page[word] = seed * 0x2545f4914f6cdd1dULL;
        seed = scramble(seed);
    }
}

// A page that lost its last rewrite still shows the one before: that is how a broken migration looks from inside.
static void rewrite(uint64_t *page, uint64_t *sum, uint64_t seed)
{
    if (*sum != 0 && *sum != (page[0] ^ page[WORDS - 1])) counted->memory_errors++;
    fill_page(page, seed);
    *sum = page[0] ^ page[WORDS - 1];
    counted->pages_rewritten++;
}

void dirty_memory(const struct orders *orders)
{
    size_t set = (size_t)orders->busy_set * (1024 * 1024 / PAGE);
    uint64_t *memory = pages(set * PAGE), *sums = pages(set * sizeof(*sums));
    uint64_t per_second = (uint64_t)orders->busy_rate * (1024 * 1024 / PAGE);
    uint64_t start = now_ms(), done = 0, mark_ms = start, mark_done = 0;
    uint64_t seed = start * 0x9e3779b97f4a7c15ULL | 1;

    for (;;) {
        uint64_t elapsed = now_ms() - start, due = per_second * elapsed / 1000;
        // What a stall or a slow machine made us miss is not made up for in a burst.
        if (due > done + per_second / 4) {
            start += (due - done) * 1000 / per_second;
            due = done;
        }
        for (; done < due; done++) {
            rewrite(memory + (done % set) * WORDS, sums + done % set, seed);
            seed = scramble(seed + done);
        }
        uint64_t now = now_ms();
        if (now - mark_ms >= 1000) {
            counted->rewrite_kib_per_second = (done - mark_done) * (PAGE / 1024) * 1000 / (now - mark_ms);
            mark_ms = now;
            mark_done = done;
        }
        sleep_until(now + REWRITE_MS);
    }
}

// A guest without any room left would kill its own processes; what the kernel needs to go on is a few MiB.
static long free_mib(void)
{
    struct sysinfo now;
    if (sysinfo(&now)) die("sysinfo");
    return (long)(now.freeram * now.mem_unit / (1024 * 1024)) - MARGIN_MIB;
}

void hold_memory(const struct orders *orders)
{
    long mib = orders->fill == EVERYTHING ? free_mib() : orders->fill;
    size_t held = (size_t)mib * (1024 * 1024 / PAGE);
    uint64_t *memory = pages(held * PAGE);
    for (size_t page = 0; page < held; page++) fill_page(memory + page * WORDS, page * 0x9e3779b97f4a7c15ULL + 1);
    for (;;) pause();
}
