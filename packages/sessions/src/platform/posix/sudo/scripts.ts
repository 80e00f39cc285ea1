/**
 * What is done as the other user: programs for `/bin/sh`, whose arguments are `$1`, `$2` and so on. They need no more
 * than a POSIX shell and its usual tools, since the user may have nothing else.
 */

/** Makes the new folder `$1` for its user alone. */
export const MAKE_FOLDER = 'umask 077 && mkdir -m 700 -- "$1"';

/**
 * Writes standard input into the file `$3` with the mode `$2`, in the folder that the rest of the arguments name, each
 * below the one before, from `$1` on. Whatever lies in the way is replaced. The file appears whole or not at all. Each
 * program that the shell starts costs as much as the shell, so that only what is needed is started.
 */
export const WRITE_FILE = `umask 077
cd -- "$1" || exit
mode=$2 name=$3
shift 3
for folder; do
  if [ ! -d "./$folder" ] || [ -L "./$folder" ]; then
    rm -rf -- "./$folder" && mkdir -m 700 -- "./$folder" || exit
  fi
  cd -P -- "./$folder" || exit
done
draft=./$name.$$.new
if [ -e "$draft" ] || [ -L "$draft" ]; then rm -rf -- "$draft"; fi
if cat >"$draft" && { [ "$mode" = 600 ] || chmod "$mode" "$draft"; }; then
  if [ -d "./$name" ]; then rm -rf -- "./$name" || exit; fi
  mv -f -- "$draft" "./$name"
else
  rm -f -- "$draft"
  exit 1
fi`;

/** Removes the folder `$1` with all that is in it, also folders that an action has closed. */
export const REMOVE_FOLDER = `for attempt in 1 2 3; do
  rm -rf -- "$1" 2>/dev/null && exit
  chmod -R u+rwx -- "$1" 2>/dev/null
done
rm -rf -- "$1"`;

/** Removes the folder `$1` if nothing is in it. */
export const REMOVE_EMPTY_FOLDER = 'rmdir -- "$1"';

/** Names the process ids whose environment contains the text `$1`, a path each; the last line says that it was done. */
export const FIND_MARKED = `grep -slF -e "$1" /proc/[0-9]*/environ
echo done`;

/**
 * Sends the signal `$1`. The rest are processes, each as its id and its start: where `$2` is 0 it goes to each that is
 * still there, else to the group `$2`, if one of them is, so that the group's id cannot have been given to others.
 */
export const SEND_SIGNAL = `signal=$1 group=$2
shift 2
twentieth() { echo "\${20}"; }
begun() {
  if [ -e /proc/self/stat ]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) && twentieth \${stat##*) }
  else
    LC_ALL=C ps -o lstart= -p "$1" | sed 's/^ *//; s/ *$//'
  fi
}
while [ $# -gt 1 ]; do
  if [ "$(begun "$1")" = "$2" ]; then
    if [ "$group" != 0 ]; then
      kill -s "$signal" -- "-$group"
      exit
    fi
    kill -s "$signal" "$1" 2>/dev/null
  fi
  shift 2
done`;

/** Says what the file `$1` is and whether it can be executed, a word each, and then how it begins. */
export const LOOK_AT_FILE = `if [ -d "$1" ]; then echo directory; elif [ -e "$1" ]; then echo file; else echo none; fi
if [ -x "$1" ]; then echo yes; else echo no; fi
if [ -f "$1" ]; then head -c 256 -- "$1" 2>/dev/null; fi
exit 0`;
