#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds the release preset and makes build/release/package/rookery_<version>_<architecture>.deb.
# Install it with: apt install ./build/release/package/rookery_*.deb
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

mkdir -p build
install_packages "${run_packages[@]}" "${package_packages[@]}"
say "configuring build/release"
# Afresh: the package is that of the sources as they are now.
cmake --preset release >build/release.log 2>&1 </dev/null || { cat build/release.log >&2; exit 1; }
say "building build/release (the first time takes some minutes)"
cmake --build --preset release
# The same sources and compilers make the same file.
if time=$(git log -1 --format=%ct 2>/dev/null); then
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$time}
fi
say "packing"
rm -f build/release/package/*.deb
cpack --config build/release/CPackConfig.cmake >build/package.log 2>&1 </dev/null || { cat build/package.log >&2; exit 1; }
rm -rf build/release/package/_CPack_Packages
ls build/release/package/*.deb
