# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how the lab speaks, reads its command line, waits, and where it keeps a lab's files.
# shellcheck shell=bash

say() { printf 'lab: %s\n' "$*" >&2; }
# Silent where the work has been given up already: one error is told, not all that follow from it.
fail() { given_up || printf 'lab: error: %s\n' "$*" >&2; exit 1; }
misuse() { printf "lab: error: %s (see 'lab help')\n" "$*" >&2; exit 2; }
skip() { printf 'lab: skipped: %s\n' "$*" >&2; exit 77; }

# take SPEC… -- ARGUMENT…  reads a command line into `option` and `operands`. A SPEC is `word` for a flag, `word=default`
# for an option with a value. What follows `--` goes to `rest` as it is.
declare -A option=()
operands=() rest=()
take() {
  local -A flag=()
  option=([name]=${HAXEN_LAB:-lab})
  operands=() rest=()
  while [[ $1 != -- ]]; do
    if [[ $1 == *=* ]]; then option[${1%%=*}]=${1#*=}; else flag[$1]=yes option[$1]=no; fi
    shift
  done
  shift
  while (($#)); do
    case $1 in
      --) shift; rest=("$@"); break ;;
      --*=*) set_option "${1%%=*}" "${1#*=}" ;;
      --*)
        if [[ -v flag[${1#--}] ]]; then option[${1#--}]=yes
        else
          (($# > 1)) || misuse "'$1' needs a value"
          set_option "$1" "$2"
          shift
        fi ;;
      *) operands+=("$1") ;;
    esac
    shift
  done
  locate_lab "${option[name]}"
}

set_option() {
  [[ -v option[${1#--}] ]] || misuse "no option '$1' here"
  option[${1#--}]=$2
}

expect_operands() {
  ((${#operands[@]} == $#)) || misuse "expected ${*:-no operands}, got '${operands[*]:-nothing}'"
}

expect_number() { # OPTION LOWEST HIGHEST
  [[ ${option[$1]} =~ ^[0-9]{1,7}$ ]] && ((10#${option[$1]} >= $2 && 10#${option[$1]} <= $3)) ||
    misuse "--$1 must be a number from $2 to $3, not '${option[$1]}'"
}

# --- where a lab lives ---

lab_name='' base='' state=''
locate_lab() {
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]] || misuse "a lab's name is made of a-z, 0-9 and '-', at most 32, not '$1'"
  lab_name=$1
  base=$(realpath -m "${HAXEN_LAB_DIR:-/var/lib/haxen-lab}")
  [[ $base/ != /run/* && $base/ != /proc/* && $base/ != /sys/* ]] || misuse "a lab cannot live in '$base': it has its own there"
  state=$base/$lab_name
}

# The settings of a lab that is up, as variables.
open_lab() {
  [[ -e $state/marker ]] || fail "there is no lab '$lab_name': start one with 'lab up --name $lab_name'"
  [[ -e $state/ready ]] || fail "lab '$lab_name' is not ready: it is still starting, or its start was cut short ('lab down' removes it)"
  # shellcheck source=/dev/null
  source "$state/settings"
  alive lan || fail "lab '$lab_name' is not running any more: 'lab down' removes what it left"
}

# --- waiting ---

# An `up` has parts that run in the background. They are never killed: they see that it was given up, or is gone, and end.
give_up() { : >"$state/given-up"; }
given_up() { [[ $BASHPID != "$$" && (-e $state/given-up || ! -d /proc/$$) ]]; }

# await SECONDS WHAT LOG COMMAND…  until COMMAND succeeds.
await() {
  local seconds=$1 what=$2 log=$3 deadline=$((SECONDS + $1))
  shift 3
  until "$@"; do
    ! given_up || exit 1
    if ((SECONDS >= deadline)); then
      show_tail "$log"
      fail "$what: not within $seconds s"
    fi
    sleep 0.05
  done
}

show_tail() {
  [[ -s $1 ]] || return 0
  printf 'lab: the end of %s:\n' "$1" >&2
  tail -n 15 "$1" | sed 's/^/  | /' >&2
}

# together COMMAND ITEM…  runs COMMAND ITEM for all of them at once; where one fails, the others give up.
together() {
  local command=$1 item
  shift
  for item; do
    "$command" "$item" &
  done
  for item; do
    wait -n || { give_up; wait; return 1; }
  done
}
