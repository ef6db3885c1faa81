#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the sources of a build tree that did not yet pass in their present form.

usage: tidy.py [--minutes N] [--record] [--list] BUILD-FOLDER [PATH-PART...]

scripts/tidy-passed names the form in which each source last passed: the content of the file, and that of every header
of ours that it includes. It is part of the repository, so that each machine and each fresh clone checks the same.

Must be checked: each source that changed itself (or is new, or .clang-tidy changed), and as many of the other sources
as it takes to see each header that may have changed at least once. The remaining sources, which only include what
changed, follow in the time that is left. Fails on a finding, and if not all that must be checked was reached within
--minutes; prints the sources that were left. Until a first full pass is recorded there is nothing to compare with: what
was left is printed then, and does not fail. --record writes what passed to scripts/tidy-passed, also of a run that
was cut short, so that the next goes on there; a full pass has nothing left. --list only prints what would be checked.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PASSED = "scripts/tidy-passed"
FULL = "# Every source has passed once."
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


class Tree:
    """The files of a checkout, by their path in it."""

    def __init__(self, root):
        self.root = root
        self._text = {}
        self._includes = {}

    def text(self, path):
        if path not in self._text:
            file = self.root / path
            self._text[path] = file.read_bytes() if file.is_file() else None
        return self._text[path]

    def includes(self, path, folders):
        """The headers of ours that a file includes itself. What is generated or of the system is not there."""
        key = (path, folders)
        if key not in self._includes:
            found = []
            for name in INCLUDE.findall((self.text(path) or b"").decode("utf-8", "replace")):
                for folder in (os.path.dirname(path), *folders):
                    candidate = os.path.normpath(os.path.join(folder, name))
                    if not candidate.startswith("..") and self.text(candidate) is not None:
                        found.append(candidate)
                        break
            self._includes[key] = found
        return self._includes[key]

    def headers(self, source, folders):
        """All headers of ours that a source sees."""
        seen, todo = set(), [source]
        while todo:
            for header in self.includes(todo.pop(), folders):
                if header not in seen:
                    seen.add(header)
                    todo.append(header)
        return seen


def digest(*parts):
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]


class Source:
    def __init__(self, tree, path, folders, rules):
        self.path = path
        self.headers = tree.headers(path, folders)
        self.own = digest(rules, tree.text(path))
        self.form = digest(self.own.encode(), *(part for header in sorted(self.headers)
                                                for part in (header.encode(), tree.text(header))))


def passed_forms(tree):
    """source -> (its own digest, that of its form)"""
    lines = (tree.text(PASSED) or b"").decode().splitlines()
    return {path: (own, form) for own, form, path in (line.split(" ", 2) for line in lines if line[:1] not in ("", "#"))}


def plan(sources, passed):
    """-> (what must be checked, what only includes something that changed)"""
    known = {s.path: passed.get(s.path, ("", "")) for s in sources}
    must = [s for s in sources if known[s.path][0] != s.own]
    rest = [s for s in sources if known[s.path][0] == s.own and known[s.path][1] != s.form]
    # A header that a source saw when it passed in its present form did not change since.
    unseen = set().union(*(s.headers for s in must + rest))
    unseen -= set().union(*(s.headers for s in sources if known[s.path] == (s.own, s.form)))
    unseen -= set().union(*(s.headers for s in must))
    rest.sort(key=lambda s: (len(s.headers), s.path))
    while unseen:
        best = max(rest, key=lambda s: len(s.headers & unseen))
        rest.remove(best)
        must.append(best)
        unseen -= best.headers
    return must, rest


def sources_of(tree, build):
    rules = tree.text(".clang-tidy") or b""
    sources = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"]).resolve()
        if file.suffix != ".cpp" or not file.is_relative_to(tree.root) or file.is_relative_to(tree.root / "build"):
            continue
        folders = []
        for word in shlex.split(entry["command"]):
            folder = pathlib.Path(word[2:])
            if word.startswith("-I") and folder.is_relative_to(tree.root) and not folder.is_relative_to(tree.root / "build"):
                folders.append(str(folder.relative_to(tree.root)))
        sources.append(Source(tree, str(file.relative_to(tree.root)), tuple(folders), rules))
    return list({s.path: s for s in sources}.values())


def check(build, source, deadline):
    """-> True, False or None (no time left), and the findings"""
    if time.monotonic() > deadline:
        return None, ""
    run = subprocess.run(["clang-tidy", "-p", str(build), "--quiet", str(ROOT / source.path)], capture_output=True, text=True)
    return run.returncode == 0, run.stdout if run.stdout.strip() else run.stderr


def record(tree, sources, passed, done):
    """Writes what passed; what is no longer there goes."""
    forms = {path: form for path, form in passed.items() if tree.text(path) is not None}
    forms.update((s.path, (s.own, s.form)) for s in sources if s.path in done)
    head = "# The form in which each source last passed clang-tidy; written by scripts/tidy.py --record.\n"
    if all(s.path in forms for s in sources):
        head += FULL + "\n"
    (tree.root / PASSED).write_text(head + "".join(f"{own} {form} {path}\n" for path, (own, form) in sorted(forms.items())))


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("--minutes", type=float, default=float("inf"))
    arguments.add_argument("--record", action="store_true")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("wanted", nargs="*")
    options = arguments.parse_args()
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    if " 14." not in version:
        print("not checked: needs clang-tidy 14")  # other versions disagree about what they find
        return 0

    tree, build = Tree(ROOT), options.build.resolve()
    sources, passed = sources_of(tree, build), passed_forms(tree)
    must, rest = plan(sources, passed)
    if options.wanted:
        must, rest = ([s for s in part if any(w in s.path for w in options.wanted)] for part in (must, rest))
    print(f"clang-tidy: {len(sources)} sources, {len(sources) - len(must) - len(rest)} passed in this form; "
          f"{len(must)} must be checked, {len(rest)} include what changed", flush=True)
    if options.list:
        print("".join(f"{s.path}\n" for s in must) + "--\n" + "".join(f"{s.path}\n" for s in rest), end="")
        return 0

    begun = time.monotonic()
    deadline = begun + 60 * options.minutes
    done, bad, left = set(), 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(check, build, source, deadline): source for source in must + rest}
        for run in concurrent.futures.as_completed(runs):
            source = runs[run]
            ok, text = run.result()
            if ok is None:
                left.append(source)
            elif ok:
                done.add(source.path)
            else:
                bad += 1
                print(f"--- {source.path}\n{text}", flush=True)
    if options.record:
        record(tree, sources, passed, done)
    missed = [s for s in must if s in left]
    print(f"clang-tidy: {len(done)} passed, {bad} with findings, in {time.monotonic() - begun:.0f} s; {len(left)} left, "
          f"{len(missed)} of them had to be checked", flush=True)
    for source in left:
        print(f"left: {source.path}")
    full = FULL.encode() in (tree.text(PASSED) or b"")
    if missed and not full:
        print("No full pass is recorded yet, so what was left does not fail.")
    if missed:
        print("Run `scripts/tidy.py --record build/tidy` to its end and commit scripts/tidy-passed.")
    return 1 if bad or (missed and full) else 0


if __name__ == "__main__":
    sys.exit(main())
