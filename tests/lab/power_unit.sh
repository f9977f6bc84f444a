# SPDX-License-Identifier: GPL-2.0-or-later
# Knows a power unit that switches the lab's nodes, for haxen by a fence agent. Sourced, never run.
# shellcheck shell=bash

device=$place/device
agent=$tests/../fencing/fence_sample

mkdir "$device"
cat >"$device/wire" <<WIRE
#!/bin/sh
if "$lab" pids "\$1" >/dev/null 2>&1; then is=on; else is=off; fi
case \$2 in
  \$is) ;;
  off) exec "$lab" power-cut "\$1" ;;
  on) exec "$lab" power-on "\$1" ;;
  status) echo \$is ;;
esac
WIRE
chmod +x "$device/wire"

# What it is to do wrong, as lines of "ACTION DEED".
behave() { printf '%s\n' "$@" >"$device/behaviour"; }

# Hangs every node of the fleet file on it.
wire_up() {
  local fleet
  fleet=$("$lab" fleet)
  awk -v agent="$agent" -v device="$device" '
    function fence() {
      if (node) printf "\n[[node.fence]]\nagent = \"%s\"\ntimeout = \"20s\"\ndevice = \"%s\"\nplug = %s\n", agent, device, node
      node = ""
    }
    /^\[\[node\]\]/ { fence() }
    /^name = / { if (!node) node = $3 }
    { print }
    END { fence() }' "$fleet" >"$place/fleet.toml"
  cp "$place/fleet.toml" "$fleet"
}
