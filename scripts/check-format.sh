#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The given files, else the whole tree, against .clang-format. Versions of the tool disagree in details: only the one of
# Debian 12 decides.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case "$(clang-format --version)" in
    *" 14."*) ;;
    *) echo "not checked: needs clang-format 14"; exit 0 ;;
esac
if [ $# -gt 0 ]; then printf '%s\0' "$@"; else git ls-files -z '*.h' '*.cpp'; fi \
    | xargs -0 -P "$(nproc)" -n 24 clang-format --dry-run -Werror
