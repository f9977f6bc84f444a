// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a lab guest does with its life: it dirties memory, writes to its disk, serves, and answers whoever asks how it fares.
//
// One process per deed, so that a disk that hangs does not silence the answers; they share one page of counters.
// Usage: guest KEY=VALUE…, the words of the kernel command line: name, busy-rate, busy-set, fill (all sizes in MiB;
// fill=full takes all that is free).

#define _GNU_SOURCE
#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, WORDS = PAGE / 8, ECHO_PORT = 7, STATUS_PORT = 7000, TICK_MS = 100, REWRITE_MS = 10, DISK_MS = 20, LOOKS = 5, CLIENTS = 16 };
enum { EVERYTHING = -1, MARGIN_MIB = 12 };

struct orders {
    const char *name;
    long busy_rate, busy_set, fill;
};

struct counters {
    volatile uint64_t ticks;
    volatile uint64_t pages_rewritten, memory_errors, rewrite_kib_per_second;
    volatile uint64_t disk_writes, disk_errors, disk_conflicts, disk_present;
};

static struct counters *counted;

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

static void sleep_until(uint64_t ms)
{
    struct timespec when = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
    }
}

static void *pages(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) die("mmap");
    return memory;
}

// --- memory -----------------------------------------------------------------------------------------------------------

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

static void dirty_memory(const struct orders *orders)
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

static void hold_memory(const struct orders *orders)
{
    long mib = orders->fill == EVERYTHING ? free_mib() : orders->fill;
    size_t held = (size_t)mib * (1024 * 1024 / PAGE);
    uint64_t *memory = pages(held * PAGE);
    for (size_t page = 0; page < held; page++) fill_page(memory + page * WORDS, page * 0x9e3779b97f4a7c15ULL + 1);
    for (;;) pause();
}

// --- disk -------------------------------------------------------------------------------------------------------------

struct block {
    char magic[16];
    uint64_t writes;
    uint64_t boot; // tells the writes of this boot from those of a twin running elsewhere
    char rest[PAGE - 32];
};

static int read_block(int disk, struct block *block)
{
    return pread(disk, block, PAGE, 0) == PAGE ? 0 : -1;
}

// What the disk held when this boot found it: the count goes on over reboots.
static uint64_t writes_found(int disk)
{
    struct block *found = pages(PAGE);
    return read_block(disk, found) == 0 && !strcmp(found->magic, "haxen-lab") ? found->writes : 0;
}

static uint64_t random_number(void)
{
    uint64_t number;
    int fd = open("/dev/urandom", O_RDONLY);
    if (fd < 0 || read(fd, &number, sizeof number) != sizeof number) die("/dev/urandom");
    close(fd);
    return number;
}

// A block that is not what we wrote last means that something else writes to this disk: this very VM, run twice.
static void look(int disk, const struct block *ours)
{
    static struct block *found;
    if (!found) found = pages(PAGE);
    if (read_block(disk, found) == 0 && (found->boot != ours->boot || found->writes != ours->writes))
        counted->disk_conflicts++;
}

static void write_disk(const struct orders *orders)
{
    struct block *ours = pages(PAGE);
    int known = 0, disk = open("/dev/vda", O_RDWR | O_DIRECT | O_SYNC);
    (void)orders;
    if (disk < 0) die("/dev/vda");
    counted->disk_present = 1;
    counted->disk_writes = writes_found(disk);
    strcpy(ours->magic, "haxen-lab");
    ours->boot = random_number();
    for (uint64_t next = now_ms(), now;; next = next + DISK_MS > now ? next + DISK_MS : now) {
        sleep_until(next);
        if (known && counted->disk_writes % LOOKS == 0) look(disk, ours);
        ours->writes = counted->disk_writes + 1;
        known = pwrite(disk, ours, PAGE, 0) == PAGE; // after a failed write nobody can say what the block holds
        if (known) counted->disk_writes = ours->writes;
        else counted->disk_errors++;
        now = now_ms();
    }
}

// --- network ----------------------------------------------------------------------------------------------------------

int listening(int type, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int on = 1, fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
    if (fd < 0) die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address)) die("bind");
    if (type == SOCK_STREAM && listen(fd, CLIENTS)) die("listen");
    return fd;
}

static const char *boot_id(void)
{
    static char id[37];
    if (!id[0]) {
        int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY);
        if (fd < 0 || read(fd, id, 36) != 36) die("boot_id");
        close(fd);
    }
    return id;
}

static int status_line(const struct orders *orders, char *line, size_t size)
{
    uint64_t up = now_ms();
    return snprintf(line, size,
        "{\"name\":\"%s\",\"boot_id\":\"%s\",\"uptime_seconds\":%llu.%03llu,\"ticks\":%llu,"
        "\"busy_rate_target\":%ld,\"busy_rate\":%.1f,\"pages_rewritten\":%llu,\"memory_errors\":%llu,"
        "\"disk\":%s,\"disk_writes\":%llu,\"disk_errors\":%llu,\"disk_conflicts\":%llu}\n",
        orders->name, boot_id(), (unsigned long long)(up / 1000), (unsigned long long)(up % 1000),
        (unsigned long long)counted->ticks, orders->busy_rate, (double)counted->rewrite_kib_per_second / 1024,
        (unsigned long long)counted->pages_rewritten, (unsigned long long)counted->memory_errors,
        counted->disk_present ? "true" : "false", (unsigned long long)counted->disk_writes,
        (unsigned long long)counted->disk_errors, (unsigned long long)counted->disk_conflicts);
}

static void answer_datagrams(int fd, const struct orders *orders)
{
    static char data[65536];
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    ssize_t got;
    while ((got = recvfrom(fd, data, sizeof data, 0, (struct sockaddr *)&peer, &length)) >= 0) {
        if (orders && got == 3 && !memcmp(data, "off", 3)) reboot(RB_POWER_OFF);
        if (orders) got = status_line(orders, data, sizeof data);
        sendto(fd, data, (size_t)got, 0, (struct sockaddr *)&peer, length);
        length = sizeof peer;
    }
}

// False when the client is gone. One that sends without reading loses its connection; the echo never waits for it.
static int echo_stream(int fd)
{
    char data[4096];
    ssize_t got = read(fd, data, sizeof data);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    return got > 0 && send(fd, data, (size_t)got, MSG_NOSIGNAL) == got;
}

enum { STATUS, UDP_ECHO, TCP_ECHO, FIRST_CLIENT };

static void accept_client(struct pollfd *watched)
{
    int client = accept4(watched[TCP_ECHO].fd, NULL, NULL, SOCK_NONBLOCK);
    if (client < 0) return;
    for (int i = FIRST_CLIENT; i < FIRST_CLIENT + CLIENTS; i++)
        if (watched[i].fd < 0) {
            watched[i].fd = client;
            return;
        }
    close(client);
}

static void serve_clients(struct pollfd *watched)
{
    for (int i = FIRST_CLIENT; i < FIRST_CLIENT + CLIENTS; i++)
        if (watched[i].fd >= 0 && watched[i].revents && !echo_stream(watched[i].fd)) {
            close(watched[i].fd);
            watched[i].fd = -1;
        }
}

static void answer(const struct orders *orders)
{
    struct pollfd watched[FIRST_CLIENT + CLIENTS];
    for (int i = 0; i < FIRST_CLIENT + CLIENTS; i++) watched[i] = (struct pollfd){.fd = -1, .events = POLLIN};
    watched[STATUS].fd = listening(SOCK_DGRAM, STATUS_PORT);
    watched[UDP_ECHO].fd = listening(SOCK_DGRAM, ECHO_PORT);
    watched[TCP_ECHO].fd = listening(SOCK_STREAM, ECHO_PORT);
    for (;;) {
        if (poll(watched, FIRST_CLIENT + CLIENTS, -1) < 0) continue;
        answer_datagrams(watched[STATUS].fd, orders);
        answer_datagrams(watched[UDP_ECHO].fd, NULL);
        if (watched[TCP_ECHO].revents) accept_client(watched);
        serve_clients(watched);
    }
}

static void count_ticks(const struct orders *orders)
{
    (void)orders;
    for (uint64_t start = now_ms();; counted->ticks++) sleep_until(start + (counted->ticks + 1) * TICK_MS);
}

static void stream(const struct orders *orders)
{
    (void)orders;
    stream_frames();
}

static void play(const struct orders *orders)
{
    (void)orders;
    host_game();
}

// --- the life of it ---------------------------------------------------------------------------------------------------

typedef void deed(const struct orders *);

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
    begin(stream, &orders);
    begin(play, &orders);
    if (access("/dev/vda", F_OK) == 0) begin(write_disk, &orders);
    if (orders.fill != 0) begin(hold_memory, &orders);
    if (orders.busy_rate > 0 && orders.busy_set > 0) begin(dirty_memory, &orders);
    pid_t ended = wait(&status);
    fprintf(stderr, "guest: process %d ended with status %d\n", (int)ended, status);
    return 1;
}
