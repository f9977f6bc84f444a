// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guest answers: it echoes, and tells whoever asks how it fares.

#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ECHO_PORT = 7, STATUS_PORT = 7000, CLIENTS = 16 };

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

void answer(const struct orders *orders)
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
