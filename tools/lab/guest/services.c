// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the services by which somebody would notice that the guest was away: a stream of audio and a game.
//
// Both send by a clock of their own. A number stands in front of each message, in network order; the rest is filling.

#define _GNU_SOURCE
#include "guest.h"

#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// 172 bytes each 20 ms is a telephone's audio: G.711 behind an RTP header (RFC 3551, section 4.5.14).
enum { STREAM_PORT = 7020, FRAME_MS = 20, FRAME_BYTES = 172, SUBSCRIBED_MS = 3000 };
enum { GAME_PORT = 7050, STATE_MS = 50, MESSAGE_BYTES = 64 };
enum { CLIENTS = 16 };

static void put_number(char *bytes, uint64_t number)
{
    number = htobe64(number);
    memcpy(bytes, &number, sizeof number);
}

static uint64_t number_in(const char *bytes)
{
    uint64_t number;
    memcpy(&number, bytes, sizeof number);
    return be64toh(number);
}

static int until(uint64_t ms)
{
    uint64_t now = now_ms();
    return now < ms ? (int)(ms - now) : 0;
}

// The next one of a schedule that went on while nobody listened: with nobody there, a guest sleeps.
static uint64_t next_since(uint64_t start, int interval) { return (now_ms() - start) / (uint64_t)interval + 1; }

// --- audio ------------------------------------------------------------------------------------------------------------

struct subscriber {
    struct sockaddr_in address;
    uint64_t ends; // 0: free
};

static void subscribe(struct subscriber *all, const struct sockaddr_in *who)
{
    struct subscriber *place = NULL;
    uint64_t now = now_ms();
    for (int i = 0; i < CLIENTS; i++) {
        int same = all[i].address.sin_addr.s_addr == who->sin_addr.s_addr && all[i].address.sin_port == who->sin_port;
        if (same) place = all + i;
        else if (!place && all[i].ends < now) place = all + i;
        if (same) break;
    }
    if (place) *place = (struct subscriber){*who, now + SUBSCRIBED_MS};
}

static void hear_requests(int fd, struct subscriber *all)
{
    char word[64];
    struct sockaddr_in who;
    socklen_t length = sizeof who;
    while (recvfrom(fd, word, sizeof word, 0, (struct sockaddr *)&who, &length) >= 0) {
        subscribe(all, &who);
        length = sizeof who;
    }
}

static int has_listeners(const struct subscriber *all)
{
    for (int i = 0; i < CLIENTS; i++)
        if (all[i].ends >= now_ms()) return 1;
    return 0;
}

static void send_frame(int fd, const struct subscriber *all, uint64_t number)
{
    char frame[FRAME_BYTES] = {0};
    put_number(frame, number);
    for (int i = 0; i < CLIENTS; i++)
        if (all[i].ends >= now_ms())
            sendto(fd, frame, sizeof frame, 0, (const struct sockaddr *)&all[i].address, sizeof all[i].address);
}

void stream_frames(const struct orders *orders)
{
    (void)orders;
    static struct subscriber all[CLIENTS];
    int fd = listening(SOCK_DGRAM, STREAM_PORT);
    uint64_t start = now_ms(), number = 0;
    for (;;) {
        struct pollfd watched = {fd, POLLIN, 0};
        int alone = !has_listeners(all);
        if (poll(&watched, 1, alone ? -1 : until(start + number * FRAME_MS)) > 0) hear_requests(fd, all);
        if (alone) number = next_since(start, FRAME_MS);
        if (now_ms() >= start + number * FRAME_MS) send_frame(fd, all, number++);
    }
}

// --- game -------------------------------------------------------------------------------------------------------------

struct gamer {
    char message[MESSAGE_BYTES];
    size_t got;
    uint64_t move; // the last that he made
};

static void take_seat(struct pollfd *watched, struct gamer *gamers)
{
    int on = 1, fd = accept4(watched[CLIENTS].fd, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    for (int i = 0; i < CLIENTS; i++)
        if (watched[i].fd < 0) {
            watched[i].fd = fd;
            gamers[i] = (struct gamer){.got = 0};
            return;
        }
    close(fd);
}

// False when he is gone.
static int hear_moves(int fd, struct gamer *gamer)
{
    ssize_t got;
    while ((got = read(fd, gamer->message + gamer->got, MESSAGE_BYTES - gamer->got)) > 0) {
        gamer->got += (size_t)got;
        if (gamer->got < MESSAGE_BYTES) continue;
        gamer->move = number_in(gamer->message);
        gamer->got = 0;
    }
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

static int has_gamers(const struct pollfd *watched)
{
    for (int i = 0; i < CLIENTS; i++)
        if (watched[i].fd >= 0) return 1;
    return 0;
}

static int send_state(int fd, const struct gamer *gamer, uint64_t number)
{
    char state[MESSAGE_BYTES] = {0};
    put_number(state, number);
    put_number(state + 8, gamer->move);
    return send(fd, state, sizeof state, MSG_NOSIGNAL) == sizeof state;
}

static void hear_all(struct pollfd *watched, struct gamer *gamers)
{
    for (int i = 0; i < CLIENTS; i++)
        if (watched[i].fd >= 0 && watched[i].revents && !hear_moves(watched[i].fd, gamers + i)) {
            close(watched[i].fd);
            watched[i].fd = -1;
        }
    if (watched[CLIENTS].revents) take_seat(watched, gamers);
}

static void tell_all(struct pollfd *watched, const struct gamer *gamers, uint64_t number)
{
    for (int i = 0; i < CLIENTS; i++)
        if (watched[i].fd >= 0 && !send_state(watched[i].fd, gamers + i, number)) {
            close(watched[i].fd);
            watched[i].fd = -1;
        }
}

void host_game(const struct orders *orders)
{
    (void)orders;
    static struct gamer gamers[CLIENTS];
    struct pollfd watched[CLIENTS + 1];
    uint64_t start = now_ms(), number = 0;
    for (int i = 0; i < CLIENTS; i++) watched[i] = (struct pollfd){.fd = -1, .events = POLLIN};
    watched[CLIENTS] = (struct pollfd){listening(SOCK_STREAM, GAME_PORT), POLLIN, 0};
    for (;;) {
        int alone = !has_gamers(watched);
        if (poll(watched, CLIENTS + 1, alone ? -1 : until(start + number * STATE_MS)) > 0) hear_all(watched, gamers);
        if (alone) number = next_since(start, STATE_MS);
        if (now_ms() >= start + number * STATE_MS) tell_all(watched, gamers, number++);
    }
}
