#!/bin/sh
# Builds the image that `samples/environments/docker.env.yaml` uses by default: FROM scratch, with this machine's static
# busybox (Debian package busybox-static). Nothing is downloaded.
#
#   build.sh [TAG]      TAG is openjd-demo:busybox where none is given.
#
# The Docker engine is the one that the command `docker` uses. Exit status 1 says that it could not be built.
set -eu

tag=${1:-openjd-demo:busybox}
here=$(cd "$(dirname "$0")" && pwd -P)

busybox=$(command -v busybox) || busybox=
if [ -z "$busybox" ] || ldd "$busybox" >/dev/null 2>&1; then
  echo "build.sh: no static busybox on this machine: install the package busybox-static" >&2
  exit 1
fi

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir -p "$context/root/bin" "$context/root/etc" "$context/root/tmp"
chmod 1777 "$context/root/tmp"
cp "$busybox" "$context/root/bin/busybox"
chmod 755 "$context/root/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$context/root/bin/$applet"
done
echo 'root:x:0:0:root:/:/bin/sh' >"$context/root/etc/passwd"
echo 'root:x:0:' >"$context/root/etc/group"
cp "$here/Dockerfile" "$context/Dockerfile"

if ! docker build --quiet --network none --tag "$tag" "$context" >"$context/log" 2>&1; then
  cat "$context/log" >&2
  echo "build.sh: the image $tag could not be built" >&2
  exit 1
fi
echo "$tag"
