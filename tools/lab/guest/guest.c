// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a lab guest does with its life: which deeds it does, each in a process of its own.
//
// One process per deed, so that a disk that hangs does not silence the answers; they share one page of counters.
// Usage: guest KEY=VALUE…, the words of the kernel command line: name, busy-rate, busy-set, fill (all sizes in MiB;
// fill=full takes all that is free).

#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 100 };

struct counters *counted;

void die(const char *what)
{
    perror(what);
    exit(1);
}

uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void sleep_until(uint64_t ms)
{
    struct timespec when = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
    }
}

void *pages(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) die("mmap");
    return memory;
}

static void count_ticks(const struct orders *orders)
{
    (void)orders;
    for (uint64_t start = now_ms();; counted->ticks++) sleep_until(start + (counted->ticks + 1) * TICK_MS);
}

static void begin(deed *what, const struct orders *orders)
{
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    what(orders);
    exit(1);
}

static struct orders read_orders(int count, char **words)
{
    struct orders orders = {.name = "?"};
    for (int i = 1; i < count; i++) {
        char *value = strchr(words[i], '=');
        if (!value) continue;
        *value++ = '\0';
        if (!strcmp(words[i], "name")) orders.name = value;
        if (!strcmp(words[i], "busy-rate")) orders.busy_rate = atol(value);
        if (!strcmp(words[i], "busy-set")) orders.busy_set = atol(value);
        if (!strcmp(words[i], "fill")) orders.fill = strcmp(value, "full") ? atol(value) : EVERYTHING;
    }
    return orders;
}

int main(int count, char **words)
{
    struct orders orders = read_orders(count, words);
    int status;
    counted = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counted == MAP_FAILED) die("mmap");
    begin(answer, &orders);
    begin(count_ticks, &orders);
    begin(stream_frames, &orders);
    begin(host_game, &orders);
    begin(obey_power_button, &orders);
    if (access("/dev/vda", F_OK) == 0) begin(write_disk, &orders);
    if (orders.fill != 0) begin(hold_memory, &orders);
    if (orders.busy_rate > 0 && orders.busy_set > 0) begin(dirty_memory, &orders);
    pid_t ended = wait(&status);
    fprintf(stderr, "guest: process %d ended with status %d\n", (int)ended, status);
    return 1;
}
