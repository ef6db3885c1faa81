#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far each kind of gateway reaches outside what is its own.

usage: kindfiles.py [ROOT]    print the files of core/, ui/ and app/ that name each kind

lint.py fails when more than MOST count for a kind. A file names a kind by an identifier, by an include of its folders, by a
target of CMake, or by its id as a literal; in app/ such a literal is what somebody types or a default, and does not count.
Neither do comments and words for people.
"""
import pathlib
import posixpath
import re
import sys

MOST = 6
# Where every kind is named, and a new one has to be.
LISTS = ["core/model/kind.h", "core/model/kinds.cpp", "core/gateway/kinds.cpp", "ui/text/kindwording.cpp",
         "app/rookery-sim/simgateway.cpp"]
# The one exception: these are built on OneBot 11. They use its folders, and what differs between them is data there, by which
# the bare standard recognises them as well (core/gateway/onebot11/dialects.cpp).
ON_ONEBOT = {"napcat", "llbot", "lagrange"}
# What a kind may bring beside itself, and need not: these list formats and interfaces, of which some have the name of the
# kind that had them first. Printed, not counted.
BROUGHT = {
    "core/logrules/logformats.cpp": "a log format",
    "core/gateway/answershape.h": "answers of an interface",
    "core/gateway/answershape.cpp": "answers of an interface",
    "core/model/detection.h": "an interface to detect",
    "core/model/names.cpp": "an interface to detect",
    "ui/text/detectionwording.cpp": "an interface to detect",
}
PLACES = "core/gateway", "app/rookery-sim"  # where each kind has a folder
SOURCES, CMAKE = (".cpp", ".h"), ("CMakeLists.txt", ".cmake")


class Kind:
    """What a kind is called: its enumerator, its folder, and the program whose log it has, where that is another."""

    def __init__(self, enumerator, folder, row):
        self.enumerator, self.folder = enumerator, folder
        field = dict(re.findall(r'\.(id|rules) = "(\w+)"', row))
        self.id = field.get("id", folder)
        self.names = {folder, field.get("rules", folder)}
        lower = "|".join(sorted(self.names))
        # napcat, napCatKind, kNapCat, rookery_gateway_napcat, MakeNapCat; not "napcats"
        self.identifier = re.compile(rf"^k?(?i:{lower})(?![a-z])|_(?:{lower})(?![a-z])|{enumerator}(?![a-z])")

    def owns(self, name):
        folders = tuple(f"{place}/{one}/" for place in PLACES for one in self.names)
        return name.startswith(folders) or name == f"ui/text/kinds/{self.folder}.cpp"

    def shares_onebot(self, name):
        if self.folder in ON_ONEBOT:
            return name.startswith("core/gateway/onebot11/")
        return self.folder == "onebot11" and name.startswith(tuple(f"{place}/{kind}/" for place in PLACES for kind in ON_ONEBOT))

    def place(self, name):
        """"own", what else excuses that the file names the kind, or None."""
        if self.owns(name):
            return "own"
        if posixpath.basename(name).lower().startswith(tuple(self.names)):
            return "its own file in a shared folder"  # added with the kind: a codec, a log parser
        return "OneBot 11" if self.shares_onebot(name) else BROUGHT.get(name)


def kinds_of(tree):
    """The kinds, by their enum, in its order; [] where there is no list of kinds."""
    if "core/model/kind.h" not in tree.files:
        return []
    listed = re.search(r"enum class GatewayKind \{(.*?)\}", tree.bare("core/model/kind.h"), re.S)
    rows = tree.text("core/model/kinds.cpp") if "core/model/kinds.cpp" in tree.files else ""
    folders = {}
    for name in tree.files:
        if re.fullmatch(r"core/gateway/\w+/kind\.cpp", name):
            for enumerator in re.findall(r"\.kind = GatewayKind::(\w+)", tree.bare(name)):
                folders[enumerator] = name.split("/")[2]
    kinds = []
    for enumerator in re.findall(r"\w+", listed.group(1) if listed else ""):
        row = rows.partition(f"GatewayKind::{enumerator},")[2].partition(".kind =")[0]
        kinds.append(Kind(enumerator, folders.get(enumerator, enumerator.lower()), row))
    return kinds


def tokens(tree, name):
    """(offset, kind of token, text) of what can name a kind."""
    text = tree.text(name)
    if name.endswith(CMAKE):
        bare = re.sub(r"#[^\n]*", lambda match: " " * len(match.group()), text)
        yield from ((match.start(), "identifier", match.group()) for match in re.finditer(r"\w+", bare))
        return
    bare = tree.bare(name)
    yield from ((match.start(), "identifier", match.group()) for match in re.finditer(r"[A-Za-z_]\w*", bare))
    for match in re.finditer(r'"([\w./]+)"', text):
        if bare[match.start()] != '"':
            continue  # in a comment
        before = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        yield match.start(), "include" if re.fullmatch(r"\s*#\s*include\s*", before) else "literal", match.group(1)


def first_naming(tree, name, found, kind):
    """The line in which a file names a kind first; None: it does not."""
    typed = name.startswith("app/")
    for offset, what, text in found:
        if (kind.identifier.search(text) if what == "identifier"
                else not kind.names.isdisjoint(text.split("/")[:-1]) if what == "include"
                else text == kind.id and not typed):
            return tree.text(name).count("\n", 0, offset) + 1
    return None


def spread(tree):
    """[(kind, {file: (place, line)})]: every file outside a kind's own that names it."""
    names = [name for name in tree.files if name.startswith(("core/", "ui/", "app/")) and name.endswith(SOURCES + CMAKE)]
    kinds = kinds_of(tree)
    spreads = [(kind, {}) for kind in kinds]
    for name in names if kinds else []:
        found = sorted(tokens(tree, name))
        for kind, files in spreads:
            place = kind.place(name)
            line = None if place == "own" else first_naming(tree, name, found, kind)
            if line:
                files[name] = place, line
    return spreads


def counted(files):
    """Those that count, the lists first."""
    return sorted((name for name, (place, _) in files.items() if place is None), key=lambda name: (name not in LISTS, name))


def kind_files(tree):
    """Outside its own files a kind is named in a few: what differs between kinds belongs to them."""
    for kind, files in spread(tree):
        shared = counted(files)
        for name in shared[MOST:]:
            yield name, files[name][1], f"file {shared.index(name) + 1} that names {kind.enumerator} outside its own: at most {MOST}"


def main():
    sys.dont_write_bytecode = True
    from lint import Tree  # which imports this file
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent.parent
    most = 0
    for kind, files in spread(Tree(root)):
        shared = counted(files)
        most = max(most, len(shared))
        print(f"{kind.enumerator}: {len(shared)} of at most {MOST}")
        for name in shared:
            print(f"    {name}:{files[name][1]}")
        for name in sorted(set(files) - set(shared)):
            print(f"    not counted: {name}:{files[name][1]} ({files[name][0]})")
    print(f"at most {most} files per kind")
    return 1 if most > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
