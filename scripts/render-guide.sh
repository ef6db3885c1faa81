#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws the guide's pictures anew from the window's own pages: scripts/render-guide.sh [build folder, build/dev]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/dev}
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
QT_QPA_PLATFORM=offscreen "$build/bin/render_pages" "$drawn"
# 128 colours without dithering keep a page about 100 kB at most, and look the same.
reduce() { convert "$drawn/$1" -strip +dither -colors 128 "png8:docs/guide/pictures/$2"; }
for page in overview login broadcast rkey logs health; do
    reduce "$page-en-light.png" "$page.png"
    reduce "$page-zh_CN-light.png" "$page.zh_CN.png"
done
reduce "settings-network-en-light.png" "settings.png"
reduce "settings-network-zh_CN-light.png" "settings.zh_CN.png"
reduce "dialog-add1-en-light.png" "add.png"
reduce "dialog-add1-zh_CN-light.png" "add.zh_CN.png"
ls -l docs/guide/pictures
