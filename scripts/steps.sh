# Sourced by the scripts here: where the project is, and how one step of work is run and shown.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/logs

# step TITLE COMMAND…: runs the command, shows its title and how long it took. What it prints goes to a log, which is
# shown when it fails; on a terminal, the [done/total] counter of a build is shown meanwhile.
step() {
  local title=$1 start=$SECONDS log follower='' status=0
  shift
  log=$logs/$(tr -cs '[:alnum:]\n' '-' <<<"$title").log
  mkdir -p "$logs"
  : >"$log"
  printf '%s … ' "$title"
  if [[ -t 1 ]]; then
    follow "$title" "$log" &
    follower=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ $follower ]]; then
    kill "$follower"
    wait "$follower" 2>/dev/null || true
    printf '\r%s … ' "$title"
  fi
  if ((status)); then
    printf 'failed after %d s (exit code %d); its output, also in %s:\n' $((SECONDS - start)) "$status" "$log"
    cat "$log"
  else
    printf '%d s             \n' $((SECONDS - start))
  fi
  return "$status"
}

# Ends with the script, however that ends.
follow() {
  local count
  while sleep 1 && kill -0 "$$" 2>/dev/null; do
    count=$(tail -c 4000 "$2" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1) || true
    printf '\r%s … %s ' "$1" "$count"
  done
}

# die SENTENCE: ends the script.
die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}
