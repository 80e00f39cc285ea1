#!/bin/sh
# A private Docker engine for the container tests: own socket, own data, nothing of the machine's own engine touched.
#
#   engine.sh start DIR [OWNER]   Prints the DOCKER_HOST of an engine that answers. Starts one under DIR when none does.
#                                 With OWNER, a process id: the engine is stopped when that process is gone, however it went.
#   engine.sh stop DIR            Ends the engine that was started under DIR with all its containers, unmounts and removes DIR.
#
# Both may be repeated. Progress and errors go to standard error; exit status 1 says that it could not be done, 2 is a wrong call.
set -u

# A root without a login has none of these, and what installs and runs an engine lies there.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# The engine answers after one to three seconds on an idle machine; installing is not counted.
START_SECONDS=60
STOP_SECONDS=20
# A socket's path holds 107 bytes; the longest one below DIR is exec/containerd/containerd-debug.sock.ttrpc.
LONGEST_DIR=64

say() { printf 'engine: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

answers() { DOCKER_HOST=$1 timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# The address that the docker command would use by itself: DOCKER_HOST, else the current context, else the usual socket.
usual_host() {
  if [ -n "${DOCKER_HOST:-}" ]; then printf '%s\n' "$DOCKER_HOST"; return; fi
  host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null) || host=
  printf '%s\n' "${host:-unix:///var/run/docker.sock}"
}

usual_engine() {
  command -v docker >/dev/null 2>&1 || return 1
  host=$(usual_host)
  answers "$host" && printf '%s\n' "$host"
}

# The image of the tests is built from a busybox that needs no library; the package `busybox` is linked dynamically.
static_busybox() { busybox=$(command -v busybox) && ! ldd "$busybox" >/dev/null 2>&1; }

# Prints the packages that are missing for building the image, and with `engine` also those for an engine.
missing_packages() {
  static_busybox || echo busybox-static
  [ "$1" = engine ] || return 0
  command -v docker >/dev/null 2>&1 && command -v dockerd >/dev/null 2>&1 || echo docker.io
  command -v iptables >/dev/null 2>&1 || echo iptables
}

install_missing() {
  missing=$(missing_packages "$1" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  advice="install ${missing% }"
  [ "$1" != engine ] || advice="no Docker engine answers: start one and set DOCKER_HOST, or $advice"
  [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1 || fail "$advice"
  [ "$(id -u)" = 0 ] || fail "$advice (only root can do that here)"
  say "installing ${missing% } (apt-get)"
  log=$(mktemp) || exit 1
  # RUNLEVEL=1 keeps the package's script from starting the machine's own engine.
  apt_install() { DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "$@" >>"$log" 2>&1; }
  # shellcheck disable=SC2086 # one word for each package
  apt_install $missing || { apt-get update -qq >>"$log" 2>&1; apt_install $missing; }
  # Newer Debians keep the client in a package of its own.
  [ "$1" != engine ] || command -v docker >/dev/null 2>&1 || apt_install docker-cli
  missing=$(missing_packages "$1" | tr '\n' ' ')
  [ -z "$missing" ] || tail -n 15 "$log" >&2
  rm -f "$log"
  [ -z "$missing" ] || fail "apt-get could not install ${missing% }; its last words are above"
}

# Reads /proc: prints the process ids whose parent is $1.
children_of() { sed -n "s|^\([0-9]*\) (.*) [A-Za-z] $1 .*|\1|p" /proc/[0-9]*/stat 2>/dev/null; }

# A process id may be used again: the start time beside it makes it one process for good.
started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# Prints the ids of the processes that have $2 among their arguments, each from "/" on, and whose program's name is $1.
processes_of() {
  for cmdline in /proc/[0-9]*/cmdline; do
    # A process may be gone by now, and its file with it.
    { tr '\0' '\n' <"$cmdline"; } 2>/dev/null | {
      IFS= read -r program && [ "${program##*/}" = "$1" ] && grep -qxF -e "$2" && basename "${cmdline%/cmdline}"
    }
  done
}

gone_within() {
  seconds=$1 pid=$2 tries=0
  while kill -0 "$pid" 2>/dev/null && ! grep -q '^State:	Z' "/proc/$pid/status" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -gt $((seconds * 10)) ] && return 1
    sleep 0.1
  done
}

# Prints the mounts below $1, the deepest first, as the table writes them: a space is \040.
mounts_below() {
  below=$(printf '%s/' "$1" | sed 's/ /\\040/g')
  while read -r _ _ _ _ point _; do
    case $point in "$below"*) printf '%s\n' "$point" ;; esac
  done </proc/self/mountinfo | sort -r
}

# Whoever can write in the folder, or put another one in its place, decides what the engine, and who uses it, does.
own_folder() {
  [ ! -L "$1" ] && [ -n "$(find "$1" -prune -type d -user "$(id -u)" ! -perm -020 ! -perm -002)" ] ||
    fail "$1 is a link, another user's, or open to other users: name another folder"
}

absolute() {
  case $1 in /*) printf '%s\n' "${1%/}" ;; *) printf '%s/%s\n' "$(pwd -P)" "${1%/}" ;; esac
}

start() {
  dir=$(absolute "$1") owner=${2:-}
  socket=unix://$dir/docker.sock
  if [ -e "$dir" ] || [ -L "$dir" ]; then own_folder "$dir"; fi
  if [ -S "$dir/docker.sock" ] && answers "$socket"; then printf '%s\n' "$socket"; return; fi
  if usual_engine; then install_missing image; return; fi
  install_missing engine
  # Installing may have started the machine's own engine.
  usual_engine && return
  [ "$(id -u)" = 0 ] || fail 'no Docker engine answers, and a private one needs root: start Docker and set DOCKER_HOST'
  [ "${#dir}" -le "$LONGEST_DIR" ] || fail "the folder's path is longer than $LONGEST_DIR characters, too long for the engine's sockets: $dir"
  if [ -e "$dir/.openjd-engine" ]; then stop "$dir"; fi
  if [ -e "$dir" ] && [ -n "$(ls -A "$dir" 2>/dev/null)" ]; then fail "$dir is not empty and not an engine's folder: name another"; fi
  mkdir -p "$dir" || fail "cannot make $dir"
  own_folder "$dir"
  : >"$dir/.openjd-engine" || fail "cannot write to $dir"
  echo '{}' >"$dir/daemon.json"

  say "starting a private engine under $dir"
  # No bridge and no firewall rules: the containers of the tests have no network, and the machine's is left alone.
  (
    cd / && exec setsid dockerd --config-file "$dir/daemon.json" --data-root "$dir/data" --exec-root "$dir/exec" \
      --pidfile "$dir/docker.pid" --host "$socket" --bridge=none --iptables=false --ip6tables=false \
      >"$dir/log" 2>&1 </dev/null
  ) &
  dockerd=$!
  tries=0
  until answers "$socket"; do
    tries=$((tries + 1))
    if ! kill -0 "$dockerd" 2>/dev/null || [ "$tries" -gt $((START_SECONDS * 2)) ]; then
      say "the engine does not start; the last lines of its log:"
      tail -n 10 "$dir/log" >&2
      stop "$dir"
      fail 'start Docker another way and set DOCKER_HOST'
    fi
    sleep 0.5
  done
  if [ -n "$owner" ]; then setsid "$0" watch "$dir" "$owner" >/dev/null 2>&1 </dev/null & fi
  printf '%s\n' "$socket"
}

# Stops the engine when its owner is gone, in a process group of its own: the only way that also covers an owner and
# its whole group ended by SIGKILL. Not for calling by hand.
watch() {
  since=$(started_at "$2")
  while [ -n "$since" ] && [ -e "$1/.openjd-engine" ] && [ "$(started_at "$2")" = "$since" ]; do sleep 1; done
  stop "$1"
}

stop() {
  dir=$(absolute "$1")
  [ -e "$dir" ] || return 0
  own_folder "$dir"
  # Made for an engine that never started.
  if rmdir "$dir" 2>/dev/null; then return 0; fi
  [ -e "$dir/.openjd-engine" ] || fail "$dir is not an engine's folder: left as it is"
  socket=unix://$dir/docker.sock

  # Politely first, so that the engine unmounts what it mounted.
  if [ -S "$dir/docker.sock" ] && answers "$socket"; then
    containers=$(DOCKER_HOST=$socket docker ps --all --quiet)
    # shellcheck disable=SC2086 # one word for each container
    [ -z "$containers" ] || DOCKER_HOST=$socket docker rm --force --volumes $containers >/dev/null 2>&1
  fi
  for pid in $(processes_of dockerd "$dir/docker.pid"); do
    kill "$pid" 2>/dev/null
    gone_within "$STOP_SECONDS" "$pid" || kill -9 "$pid" 2>/dev/null
  done
  # What a killed engine leaves behind: its containerd, and of each container a shim with the container's first process below it.
  for pid in $(processes_of containerd "$dir/exec/containerd/containerd.toml"); do
    kill "$pid" 2>/dev/null
    gone_within 5 "$pid" || kill -9 "$pid" 2>/dev/null
  done
  for shim in $(processes_of containerd-shim-runc-v2 "$dir/exec/containerd/containerd.sock"); do
    for pid in $(children_of "$shim"); do
      kill -9 "$pid" 2>/dev/null
      gone_within 5 "$pid"
    done
    kill -9 "$shim" 2>/dev/null
    gone_within 5 "$shim"
  done
  # The deepest mount first, until none is left or nothing moves any more.
  mounted=$(mounts_below "$dir")
  while [ -n "$mounted" ]; do
    printf '%s\n' "$mounted" | while IFS= read -r point; do
      point=$(printf '%s' "$point" | sed 's/\\040/ /g')
      umount "$point" 2>/dev/null || umount -l "$point" 2>/dev/null
    done
    before=$mounted mounted=$(mounts_below "$dir")
    [ "$mounted" != "$before" ] || fail "cannot unmount what is below $dir"
  done
  # The marker goes last: an interrupted stop can be repeated.
  find "$dir" -mindepth 1 -maxdepth 1 ! -name .openjd-engine -exec rm -rf {} + && rm -rf "$dir" || fail "cannot remove all of $dir"
}

case ${1:-} in
  start) [ "$#" -ge 2 ] && [ "$#" -le 3 ] && [ -n "$2" ] || usage; start "$2" "${3:-}" ;;
  stop) [ "$#" -eq 2 ] && [ -n "$2" ] || usage; stop "$2" ;;
  watch) [ "$#" -eq 3 ] || usage; watch "$2" "$3" ;;
  *) usage ;;
esac
