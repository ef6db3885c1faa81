# SPDX-License-Identifier: GPL-3.0-or-later
# The one list of Debian and Ubuntu packages, and how to get what is missing. Sourced by ./run, ./test and scripts/package.sh.

run_packages=(
    g++ cmake ninja-build ca-certificates
    qt6-base-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools
    qt6-l10n-tools qt6-translations-l10n libsqlite3-dev
    qtkeychain-qt6-dev libsecret-1-0 libspdlog-dev libexpected-dev libqrcodegencpp-dev libboost-dev libssl-dev
    libzxing-dev libarchive-dev libre2-dev libwebp-dev libcli11-dev libgl1-mesa-dev libvulkan-dev libxkbcommon-dev fonts-noto-cjk
)
# to make a package of what was built
package_packages=(python3 dpkg-dev file)
test_packages=(
    ccache lld git curl procps
    clang clang-tidy clang-format clazy libclang-rt-dev doxygen
    python3 python3-gi python3-pyatspi gir1.2-atspi-2.0 at-spi2-core dbus dbus-x11
    xvfb xauth x11-apps xdotool imagemagick zxing-cpp-tools
    gnome-keyring libsecret-tools keepassxc ripgrep lnav sqlite3 openssl
    lintian desktop-file-utils appstream zsh fish
)
# A node from elsewhere is as good, and fights with the distribution's.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    test_packages+=(nodejs npm)
fi

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# missing_packages <package>...: prints those that are not installed.
missing_packages()
{
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || echo "$package"
    done
}

# install_packages <package>...: asks the network for nothing when nothing is missing.
install_packages()
{
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian or Ubuntu: install the counterparts of the packages in scripts/packages.sh by hand." >&2
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    local root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "Missing packages, and neither root nor sudo to install them: ${missing[*]}"
        root=(sudo)
    fi
    say "installing ${#missing[@]} packages (the log: build/packages.log): ${missing[*]}"
    "${root[@]}" apt-get update -qq || die "apt-get update failed: is there a network?"
    if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        </dev/null >build/packages.log 2>&1; then
        tail -20 build/packages.log >&2
        die "apt-get could not install: ${missing[*]}"
    fi
}
