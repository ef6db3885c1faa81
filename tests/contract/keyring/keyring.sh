#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs tst_keyring beside a real gnome-keyring-daemon in each state that a user's keyring can be in.
# Own home, own bus: the keyring of whoever runs the tests is never touched.
set -eu
program=$1
for tool in dbus-run-session gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "no $tool here: skipped"; exit 77; }
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/runtime" "$home/.cache" "$home/.local/share"
chmod 700 "$home/runtime"
export HOME="$home" XDG_RUNTIME_DIR="$home/runtime" PROGRAM="$program"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_DATA_HOME XDG_CACHE_HOME XDG_CURRENT_DESKTOP

unlocked='printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$PROGRAM"'
shut='gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; exec "$PROGRAM"'

echo "== unlocked";  KEYRING=works dbus-run-session -- sh -c "$unlocked"
echo "== locked";    KEYRING=locked dbus-run-session -- sh -c "$shut"
echo "== unlocked again"; KEYRING=again dbus-run-session -- sh -c "$unlocked"
echo "== no bus";    KEYRING=absent "$program"
echo "== a bus without a keyring"
cat >"$home/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$home</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
CONF
KEYRING=absent dbus-run-session --config-file="$home/bus.conf" -- "$program"
echo "== a keyring that appears"
KEYRING=appears dbus-run-session --config-file="$home/bus.conf" -- "$program"
echo "== a keyring that is unlocked later"
KEYRING=opens dbus-run-session --config-file="$home/bus.conf" -- sh -c "$shut"
