# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages with one fault each: the check that it is meant for must find it."""
import gzip
import shutil
import subprocess

ENTRY = "usr/share/applications/rookery.desktop"
METAINFO = "usr/share/metainfo/local.rookery.rookery.metainfo.xml"
PAGE = "usr/share/man/man1/rookeryctl.1.gz"
UNIT = "usr/lib/systemd/user/rookery.service"


def edit(name, old, new):
    """A change of a text file, compressed or not."""
    def change(tree):
        path = tree / name
        read, write = (gzip.decompress, gzip.compress) if path.suffix == ".gz" else (bytes, bytes)
        text = read(path.read_bytes()).decode()
        assert old in text, f"{name} has no {old!r}"
        path.write_bytes(write(text.replace(old, new).encode()))
    return change


def script(name, text):
    def change(tree):
        path = tree / "DEBIAN" / name
        path.write_text(f"#!/bin/sh\nset -e\n{text}\n")
        path.chmod(0o755)
    return change


def place(name, mode=0o644):
    def change(tree):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        path.chmod(mode)
    return change


def link(name, to):
    def change(tree):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(to)
    return change


def remove(name):
    return lambda tree: (tree / name).unlink()


# the check, a part of what it says, the fault
FAULTS = [
    ("remove", "left behind: ['var/lib/rookery', ",
     script("postinst", 'mkdir -p "$DPKG_ROOT/var/lib/rookery"; echo 1 >"$DPKG_ROOT/var/lib/rookery/state"')),
    ("remove", "ended with", script("prerm", "exit 1")),
    ("install", "no-such-package", edit("DEBIAN/control", "Depends: ", "Depends: no-such-package, ")),
    ("install", "ended with", script("preinst", "exit 1")),
    ("modes", "not below /usr: ./usr/local", place("usr/local/bin/rookery", 0o755)),
    ("modes", "not below /usr: ./etc", place("etc/rookery.conf")),
    ("modes", "mode 4755", lambda tree: (tree / "usr/bin/rookery").chmod(0o4755)),
    ("modes", "mode 664", lambda tree: (tree / ENTRY).chmod(0o664)),
    ("names", "section", edit("DEBIAN/control", "Section: net", "Section: misc")),
    ("versions", "--version says", edit("DEBIAN/control", "Version: ", "Version: 9")),
    ("versions", "has no such release", edit(METAINFO, "<release version=", "<release version=\"0.0.1\" old=")),
    ("versions", "rookery (9", edit("usr/share/doc/rookery/changelog.gz", "rookery (", "rookery (9")),
    ("licence", "", edit(METAINFO, "GPL-3.0-or-later", "MIT")),
    ("licence", "", edit("usr/share/doc/rookery/copyright", "License: GPL-3+", "License: GPL-2+")),
    ("desktop", "starts what is not there", edit(ENTRY, "\nExec=rookery\n", "\nExec=rookerry\n")),
    ("desktop", "starts what is not there", remove("usr/bin/rookery")),
    ("desktop", "an option that is not there", edit(ENTRY, "--demo", "--show")),
    ("desktop", "desktop-file-validate", edit(ENTRY, "Type=Application\n", "")),
    ("desktop", "no icon", remove("usr/share/icons/hicolor/scalable/apps/rookery.svg")),
    ("metainfo", "appstreamcli", edit(METAINFO, "</component>", "")),
    ("metainfo", "no such entry", edit(METAINFO, "rookery.desktop", "other.desktop")),
    ("metainfo", "starts what is not there", remove("usr/bin/rookeryctl")),
    ("unit", "starts what is not there", edit(UNIT, "ExecStart=rookery", "ExecStart=rookery-window")),
    ("unit", "switched on by itself", link("usr/lib/systemd/user/graphical-session.target.wants/rookery.service", "../rookery.service")),
    ("pages", "options differ: {'--dry-run'}", edit(PAGE, "\\fB\\-\\-dry\\-run\\fR", "more")),
    ("pages", "options differ: {'--wet-run'}", edit(PAGE, "\\fB\\-\\-dry\\-run\\fR", "\\fB\\-\\-dry\\-run\\fR\n.TP\n\\fB\\-\\-wet\\-run\\fR")),
    ("pages", "commands differ: {'incidents'}", edit(PAGE, ".SS \\fBincidents\\fR", ".PP")),
    ("completions", "bash: 'rookeryctl broadcast --': {'--dry-run'}",
     edit("usr/share/bash-completion/completions/rookeryctl", " --dry-run", "")),
    ("completions", "zsh: 'rookeryctl broadcast --': {'--dry-run'}",
     edit("usr/share/zsh/vendor-completions/_rookeryctl", "'--dry-run[", "'--watch[")),
    ("completions", "fish: 'rookeryctl broadcast --': {'--dry-run'}",
     edit("usr/share/fish/vendor_completions.d/rookeryctl.fish", " -l dry-run ", " -l watch ")),
]


def light(deb, folder):
    """The package unpacked; small scripts stand for the programs and start the real ones."""
    tree, real = folder / "light", folder / "real"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    (tree / "DEBIAN/md5sums").unlink()
    real.mkdir()
    for program in (tree / "usr/bin").iterdir():
        shutil.move(program, real / program.name)
        program.write_text(f'#!/bin/sh\nexec "{real / program.name}" "$@"\n')
        program.chmod(0o755)
    return tree


def try_all(deb, folder, check_file, check_installed):
    """Gives what was not found: (check, words). The package without a fault must pass all checks."""
    missed = []
    base = light(deb, folder)
    for number, (check, words, change) in enumerate([(None, "", lambda tree: None), *FAULTS]):
        tree, root, made = folder / f"tree{number}", folder / f"root{number}", folder / f"made{number}" / deb.name
        shutil.copytree(base, tree, symlinks=True)
        change(tree)
        made.parent.mkdir()
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, made], check=True, stdout=subprocess.DEVNULL)
        found = check_file(made, check) + check_installed(made, root, only=check)
        if not any(name == check and words in text for name, text in found) if check else found:
            missed.append(("faults", f"fault {number}, which {check} should find ({words}), but: {found}"))
        shutil.rmtree(tree)
    return missed
