#!/usr/bin/env bash
# A browser and a Chinese font for the tests that look at the site. Without them those tests are skipped.
set -euo pipefail

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1
has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; }

if has_browser && has_font; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing a browser and a Chinese font …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
    has_browser && has_font
    exit
fi
echo "The tests that look at the site need a browser and a Chinese font; without them they are skipped." >&2
echo "On Debian or Ubuntu: sudo apt install chromium fonts-noto-cjk" >&2
exit 1
