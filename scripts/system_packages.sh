#!/bin/sh
# Install what the test suite needs beside Python, where this machine lets us: Debian or Ubuntu, as root or with sudo.
# Elsewhere say what is missing; the tests that need it then fail with the same words.
set -e

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium"
command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ar family)" ] || missing="$missing fontconfig fonts-noto-core"
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install:$missing (this is not Debian, so the names may differ)." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Please run: sudo apt-get install$missing" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 - several packages
$as_root apt-get install -y -qq --no-install-recommends $missing
