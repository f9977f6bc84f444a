# SPDX-License-Identifier: GPL-2.0-or-later
# Knows what bash may offer behind "haxen": commands, flags, their values, nodes and VMs. Says nothing where it knows nothing.

_haxen_globals='--fleet --deadline --output --color --help'
declare -A _haxen_flags=(
  [none]='--version'
  [status]='--vms --audit'
  [repair]='--yes --dry-run --reason --timeout'
  [snapshot]='--synthetic'
  [history]='--last --limit --report'
  [failover]='--yes --dry-run --with-stopped --i-have-verified-it-is-off --max-lost --retry --probe --report --timeout --reason --take-over'
  [fence]='--yes --reason'
  [ledger]=''
  ['ledger sync']=''
  ['ledger list']=''
  ['ledger show']=''
  ['ledger export']='--write'
  ['ledger import']=''
  [fleet]=''
  ['fleet init']='--write --overwrite'
  ['fleet check']=''
  ['fleet install-guard']='--remove --script --yes --dry-run'
  [drain]='--to --only --except --until --copy-storage --remove-source-images --with-stopped --yes --dry-run --plan --plan-out --report --snapshot --simulate --fault --dirty-rate --max-outage --allow-throttle --allow-postcopy --probe --parallel --timeout --reason --take-over --on-blocked --local --fallback --when-stopping'
  [undrain]='--only --except --no-return --copy-storage --remove-source-images --with-stopped --yes --dry-run --plan --plan-out --report --snapshot --simulate --fault --dirty-rate --max-outage --allow-throttle --allow-postcopy --probe --parallel --timeout --reason --take-over --on-blocked --local --after-stopping'
  [place]='--to --why --new --start --only --except --max-moves --min-gain --budget --cool-down --check --hold --yes --dry-run --plan --plan-out --report --snapshot --simulate --fault --dirty-rate --max-outage --allow-throttle --allow-postcopy --probe --parallel --timeout --reason --take-over'
  [probe]='--vm --kind --port --interval --for --count --list-gaps --max-gap --wait'
  [capacity]='--size --snapshot'
  [cordon]='--reason --until --take-over'
  [uncordon]='--take-over'
)

# What the flag takes: nothing for a switch, "many" in front where it takes several words.
_haxen_takes() {
  case $1 in
    --fleet | --snapshot | --new | --plan | --plan-out | --report | --write) echo file ;;
    --output | -o) echo 'words text json jsonl' ;;
    --color) echo 'words auto always never' ;;
    --on-blocked) echo 'words fail skip shutdown' ;;
    --fallback) echo 'words leave shutdown save' ;;
    --deadline | --timeout | --retry) echo 'words 10s 30s 1m 10m 1h' ;;
    --max-outage) echo 'words 50ms 100ms 250ms 500ms 1s' ;;
    --until) echo 'words 1h 2h 4h 8h 1d' ;;
    --parallel) echo 'words 1 2 4 8' ;;
    --i-have-verified-it-is-off) echo nodes ;;
    --max-lost) echo 'words 34% 50% 67%' ;;
    --kind) echo 'words icmp udp tcp tcp-connect http' ;;
    --interval) echo 'words 1ms 2ms 5ms 10ms 100ms' ;;
    --for) echo 'words 10s 1m 10m 1h' ;;
    --list-gaps | --max-gap) echo 'words 20ms 50ms 100ms 250ms 1s' ;;
    --wait) echo 'words 1s 2s 5s' ;;
    --limit) echo 'words 20 100 1000' ;;
    --hold) echo 'words 2 3 5' ;;
    --max-moves) echo 'words 1 5 10 50' ;;
    --min-gain) echo 'words 0 0.001 0.01' ;;
    --cool-down) echo 'words 0s 10m 30m 1h 1d' ;;
    --budget) echo 'words 64GiB 256GiB 10m 1h' ;;
    --fault) echo file ;;
    --reason | --take-over | --synthetic | --dirty-rate | --size | --port | --count) echo anything ;;
    --to) echo 'many nodes' ;;
    --only | --except) echo 'many vms' ;;
    --why | --vm) echo vms ;;
  esac
}

# The names of nodes or VMs, asked with the flags that the line has already.
_haxen_names() {
  local program=$1 kind=$2
  shift 2
  command "$program" "$@" complete "$kind" 2>/dev/null
}

_haxen() {
  local line=${COMP_LINE:0:COMP_POINT} cur=${COMP_WORDS[COMP_CWORD]} word before
  word=${line##*[[:space:]]}
  # Bash breaks words at = and @ too; only what is behind the last break is replaced.
  [[ $cur == [=@:] ]] && cur=''
  before=${word%"$cur"}

  local command='' takes='' pending='' fleet=() words i named=0
  read -ra words <<<"${line%"$word"}"
  for ((i = 1; i < ${#words[@]}; i++)); do
    if [[ $pending == --fleet ]]; then fleet=(--fleet "${words[i]}"); fi
    case ${words[i]} in
      --fleet=*) fleet=("${words[i]}") pending='' takes='' ;;
      --*=*) pending='' takes='' ;;
      -*) pending=${words[i]} takes=$(_haxen_takes "$pending") ;;
      *)
        if [[ -z $takes && -z $command ]]; then command=${words[i]}
        elif [[ -z $takes && ($command == fleet || $command == ledger) ]]; then command+=" ${words[i]}"
        elif [[ -z $takes ]]; then named=$((named + 1)); fi
        [[ $takes == many\ * ]] || pending='' takes=''
        ;;
    esac
  done
  [[ $word == --*=* ]] && takes=$(_haxen_takes "${word%%=*}")

  local offers='' wanted=$word
  [[ $word == --*=* ]] && wanted=${word#*=}
  if [[ $word == -* && $word != *=* ]]; then
    offers="${_haxen_flags[${command:-none}]-} $_haxen_globals"
  else
    case ${takes#many } in
      file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$wanted"); return 0 ;;
      anything) return 0 ;;
      words\ *) offers=${takes#words } ;;
      nodes | vms) offers=$(_haxen_names "$1" "${takes#many }" "${fleet[@]}") ;;
      *) if [[ $command == snapshot || $command == history || $command == probe || $command == 'fleet init' || $command == 'fleet check' ]]; then return 0
         elif [[ $command == fleet ]]; then offers='init check install-guard'
         elif [[ $command == ledger ]]; then offers='sync list show export import'
         elif [[ $command == 'ledger import' ]]; then compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$wanted"); return 0
         elif [[ $command == 'ledger show' ]]; then offers=$(_haxen_names "$1" kept "${fleet[@]}")
         elif [[ $command == 'ledger '* ]]; then return 0
         elif [[ $command == fence && $named == 1 ]]; then offers='status off on test'
         elif [[ $command == fence && $named == 2 ]]; then return 0
         elif [[ $command == place || $command == repair ]]; then offers=$(_haxen_names "$1" vms "${fleet[@]}")
         elif [[ -n $command ]]; then offers=$(_haxen_names "$1" nodes "${fleet[@]}")
         else offers='status drain undrain place repair cordon uncordon capacity probe snapshot history failover fence ledger fleet'; fi ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$offers" -- "$wanted")
  [[ -n $before && $word != --*=* ]] && COMPREPLY=("${COMPREPLY[@]#"$before"}")
  return 0
}

complete -F _haxen haxen
