// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guest writes to its disk, and how it finds that somebody else does too.

#define _GNU_SOURCE
#include "guest.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DISK_MS = 20, LOOKS = 5 };

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

void write_disk(const struct orders *orders)
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
