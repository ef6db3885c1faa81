#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh <path of rookery-sim>: lets clients we did not write judge the simulator.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 <path of rookery-sim>" >&2; exit 2; }
simulator=$(realpath "$1")
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
exec node index.mjs "$simulator"
