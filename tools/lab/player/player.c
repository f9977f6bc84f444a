// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to hear guests' audio and to play their game, and tells what was noticed of it.
//
// Usage: player [--for SECONDS] stream://HOST… game://HOST…    ends after an hour, or by SIGINT or SIGTERM
// Prints one JSON document. A frame counts as missing when it never came, and as late when it was not there when a
// player with a buffer of that length needed it. Exit: 0 all were heard of, 1 one was not, 2 wrong use.

#define _GNU_SOURCE
#include "playout.h"

#include <endian.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 16, PLAYERS = 2, MESSAGE = 64, MOVES = 4096 };
static const int64_t ms = 1000000, buffers[PLAYERS] = {60, 150};

struct service {
    const char *name;
    int fd, is_game;
    int64_t every, next;  // of what we send: requests for frames, or moves
    uint64_t frames, missing, last;
    int64_t last_at, longest;
    struct playout players[PLAYERS];
    char message[MESSAGE];  // of the game
    size_t got;
    uint64_t move, answered;
    int64_t moved_at[MOVES], slowest;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static void give_up(int code, const char *what)
{
    fprintf(stderr, "player: %s\n", what);
    exit(code);
}

// The kernel stamps datagrams by this clock.
static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000 * ms + time.tv_nsec;
}

static uint64_t number_in(const char *bytes)
{
    uint64_t number;
    memcpy(&number, bytes, sizeof number);
    return be64toh(number);
}

// --- what came --------------------------------------------------------------------------------------------------------

static void take_frame(struct service *it, uint64_t number, int64_t at)
{
    if (it->frames && number <= it->last) {  // out of order: it was taken for missing, and is not
        if (it->missing) it->missing--;
        return;
    }
    if (it->frames) it->missing += number - it->last - 1;
    if (it->frames && at - it->last_at > it->longest) it->longest = at - it->last_at;
    it->frames++;
    it->last = number;
    it->last_at = at;
    for (int i = 0; i < PLAYERS; i++) playout_take(it->players + i, number, at);
}

static int64_t stamp_of(struct msghdr *heard)
{
    for (struct cmsghdr *part = CMSG_FIRSTHDR(heard); part; part = CMSG_NXTHDR(heard, part))
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, CMSG_DATA(part), sizeof time);
            return time.tv_sec * 1000 * ms + time.tv_nsec;
        }
    return now();
}

static void hear_stream(struct service *it)
{
    char frame[512], control[128];
    struct iovec room = {frame, sizeof frame};
    struct msghdr heard = {.msg_iov = &room, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    while (recvmsg(it->fd, &heard, MSG_DONTWAIT) >= 8) {
        take_frame(it, number_in(frame), stamp_of(&heard));
        heard.msg_controllen = sizeof control;
    }
}

// The guest tells the last move that it has heard of.
static void take_answer(struct service *it, uint64_t move, int64_t at)
{
    for (; it->answered < move && it->answered < it->move; it->answered++) {
        int64_t took = at - it->moved_at[it->answered % MOVES];
        if (took > it->slowest) it->slowest = took;
    }
}

static void hear_game(struct service *it)
{
    ssize_t got;
    while ((got = recv(it->fd, it->message + it->got, MESSAGE - it->got, MSG_DONTWAIT)) > 0) {
        it->got += (size_t)got;
        if (it->got < MESSAGE) continue;
        it->got = 0;
        take_frame(it, number_in(it->message), now());
        take_answer(it, number_in(it->message + 8), now());
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        fprintf(stderr, "player: %s has ended the connection\n", it->name);
        close(it->fd);
        it->fd = -1;
    }
}

// --- what is sent -----------------------------------------------------------------------------------------------------

static void send_due(struct service *it)
{
    if (it->fd < 0 || now() < it->next) return;
    char message[MESSAGE] = {0};
    uint64_t number = htobe64(it->move + 1);
    memcpy(message, &number, sizeof number);
    it->moved_at[it->move++ % MOVES] = now();
    it->next += it->every;
    send(it->fd, message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void reach(struct service *it, const char *host)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = it->is_game ? SOCK_STREAM : SOCK_DGRAM}, *found;
    int on = 1;
    if (getaddrinfo(host, it->is_game ? "7050" : "7020", &hints, &found)) give_up(1, "no such host");
    it->fd = socket(found->ai_family, found->ai_socktype, 0);
    if (it->fd < 0 || connect(it->fd, found->ai_addr, found->ai_addrlen)) give_up(1, "cannot connect");
    freeaddrinfo(found);
    if (it->is_game) setsockopt(it->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    else setsockopt(it->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

static void begin(struct service *it, const char *name)
{
    const char *host = strstr(name, "://");
    it->name = name;
    it->is_game = !strncmp(name, "game://", 7);
    if (!host || (!it->is_game && strncmp(name, "stream://", 9))) give_up(2, "targets are stream://HOST or game://HOST");
    for (int i = 0; i < PLAYERS; i++)
        it->players[i] = (struct playout){.interval = (it->is_game ? 50 : 20) * ms, .buffer = buffers[i] * ms};
    it->every = (it->is_game ? 50 : 500) * ms;
    reach(it, host + 3);
    it->next = now();
}

// --- the report -------------------------------------------------------------------------------------------------------

static void report(struct service *it, const char *before)
{
    int64_t at = now();
    if (it->frames && at - it->last_at > it->longest) it->longest = at - it->last_at;
    printf("%s{\"service\":\"%s\",\"frames\":%llu,\"missing\":%llu,\"longest_gap_seconds\":%.6f", before, it->name,
        (unsigned long long)it->frames, (unsigned long long)it->missing, (double)it->longest / 1e9);
    for (int i = 0; i < PLAYERS; i++) {
        playout_end(it->players + i, it->last, at);
        printf(",\"late_at_%lld_ms\":%llu", (long long)buffers[i], (unsigned long long)it->players[i].late);
    }
    // A move that was never answered has taken until now.
    take_answer(it, it->is_game ? it->move : 0, at);
    if (it->is_game) printf(",\"slowest_answer_seconds\":%.6f}", (double)it->slowest / 1e9);
    else printf(",\"slowest_answer_seconds\":null}");
}

static int report_all(struct service *all, int count)
{
    int silent = 0;
    printf("{\"services\":[");
    for (int i = 0; i < count; i++) {
        report(all + i, i ? "," : "");
        silent |= all[i].frames == 0;
    }
    printf("]}\n");
    return silent;
}

static void play(struct service *all, int count)
{
    struct pollfd watched[MOST];
    int64_t next = INT64_MAX;
    for (int i = 0; i < count; i++) {
        send_due(all + i);
        if (all[i].fd >= 0 && all[i].next < next) next = all[i].next;
        watched[i] = (struct pollfd){all[i].fd, POLLIN, 0};
    }
    int64_t wait = (next - now()) / ms + 1;
    if (poll(watched, (nfds_t)count, wait < 0 ? 0 : wait > 100 ? 100 : (int)wait) <= 0) return;
    for (int i = 0; i < count; i++)
        if (watched[i].revents) all[i].is_game ? hear_game(all + i) : hear_stream(all + i);
}

int main(int words, char **word)
{
    static struct service all[MOST];
    int count = 0;
    double seconds = 3600;
    for (int i = 1; i < words; i++) {
        if (!strcmp(word[i], "--for") && i + 1 < words) seconds = atof(word[++i]);
        else if (count == MOST) give_up(2, "too many targets");
        else begin(all + count++, word[i]);
    }
    if (!count) give_up(2, "usage: player [--for SECONDS] stream://HOST… game://HOST…");
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    for (int64_t end = now() + (int64_t)(seconds * 1e9); now() < end && !stopped;) play(all, count);
    return report_all(all, count);
}
