// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guest hears its power button, and what it does then: it turns itself off.
//
// libvirt's "shutdown" presses the ACPI power button (QMP: system_powerdown). The kernel's module button makes an input
// device of it, evdev a file in /dev/input, and there it is the key KEY_POWER (the kernel's input-event-codes.h).

#define _GNU_SOURCE
#include "guest.h"

#include <fcntl.h>
#include <glob.h>
#include <linux/input.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <unistd.h>

enum { MOST = 8, LAST_WRITES_MS = 200 };

static int has_power_key(int device)
{
    unsigned char keys[KEY_CNT / 8] = {0};
    return ioctl(device, EVIOCGBIT(EV_KEY, sizeof keys), keys) >= 0 && keys[KEY_POWER / 8] >> KEY_POWER % 8 & 1;
}

// All that have the key: a machine may have a button of the fixed and one of the general kind, and a keyboard's.
static int open_buttons(struct pollfd *buttons)
{
    glob_t found;
    int count = 0;
    if (glob("/dev/input/event*", 0, NULL, &found)) return 0;
    for (size_t i = 0; i < found.gl_pathc && count < MOST; i++) {
        int device = open(found.gl_pathv[i], O_RDONLY | O_NONBLOCK);
        if (device >= 0 && has_power_key(device)) buttons[count++] = (struct pollfd){.fd = device, .events = POLLIN};
        else if (device >= 0) close(device);
    }
    globfree(&found);
    return count;
}

static int is_pressed(int button)
{
    struct input_event event;
    int pressed = 0;
    while (read(button, &event, sizeof event) == sizeof event)
        pressed |= event.type == EV_KEY && event.code == KEY_POWER && event.value == 1;
    return pressed;
}

// Writes while the disk is being shut down would fail: nobody goes on, and what is under way has the time to end.
static void shut_down(const struct orders *orders)
{
    printf("guest: %s shuts down: its power button was pressed\n", orders->name);
    fflush(stdout);
    kill(-1, SIGSTOP);
    sync();
    sleep_until(now_ms() + LAST_WRITES_MS);
    reboot(RB_POWER_OFF);
}

void obey_power_button(const struct orders *orders)
{
    struct pollfd buttons[MOST];
    int count = open_buttons(buttons);
    if (count == 0) {
        fprintf(stderr, "guest: no power button\n");
        exit(1);
    }
    for (;;) {
        if (poll(buttons, (nfds_t)count, -1) < 0) continue;
        for (int i = 0; i < count; i++)
            if (is_pressed(buttons[i].fd)) shut_down(orders);
    }
}
