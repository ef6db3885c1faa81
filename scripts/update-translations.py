#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps translations/*.ts in step with the sources.

usage: update-translations.py            collect the words from the sources into both files
       update-translations.py --check    only tell whether that would change anything; 1 if it would
       update-translations.py --merge FILE.json...   also fill in Chinese; each file is a list of
                                         {"context": …, "source": …, "comment": …, "translation": …} (comment may lack)
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHINESE, ENGLISH = "rookery_zh_CN.ts", "rookery_en.ts"
FOLDERS = ["ui", "app/rookery", "app/rookeryctl"]


def lupdate():
    for path in ("/usr/lib/qt6/bin/lupdate", shutil.which("lupdate6"), shutil.which("lupdate")):
        if path and pathlib.Path(path).exists():
            return path
    sys.exit("lupdate is missing: Debian has it in qt6-l10n-tools")


def collect(folder):
    """Merges the words of the sources into the two files of this folder."""
    common = [lupdate(), "-silent", "-no-obsolete", "-locations", "none", "-source-language", "en_US", "-I", "."]
    for name, language, more in ((CHINESE, "zh_CN", []), (ENGLISH, "en_US", ["-pluralonly"])):
        subprocess.run([*common, *more, "-target-language", language, *FOLDERS, "-ts", str(folder / name)], cwd=ROOT, check=True)


def words(path):
    found = set()
    if path.exists():
        for context in xml.parse(path).getroot().iter("context"):
            for message in context.iter("message"):
                found.add((context.findtext("name"), message.findtext("source"), message.findtext("comment") or ""))
    return found


def check():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for ts in (CHINESE, ENGLISH):
            if (ROOT / "translations" / ts).exists():
                shutil.copy(ROOT / "translations" / ts, folder)
        collect(folder)
        changed = 0
        for ts in (CHINESE, ENGLISH):
            old, new = words(ROOT / "translations" / ts), words(folder / ts)
            for mark, difference in (("+", new - old), ("-", old - new)):
                for entry in sorted(difference):
                    changed += 1
                    print(f"translations/{ts}: {mark} {entry[0]}: {entry[1]!r} {entry[2]}")
    print(f"{changed} words out of step" + ("; run scripts/update-translations.py" if changed else ""))
    return 1 if changed else 0


def fill_plurals():
    """English "%n line(s)" means "%n line" and "%n lines"; so does "%n lines"."""
    path = ROOT / "translations" / ENGLISH
    tree = xml.parse(path)
    for message in tree.getroot().iter("message"):
        node, source = message.find("translation"), message.findtext("source") or ""
        forms = node.findall("numerusform")
        if node.get("type") != "unfinished" or len(forms) != 2:
            continue
        if re.search(r"\w\(s\)", source):
            forms[0].text, forms[1].text = source.replace("(s)", "").replace(" were ", " was "), source.replace("(s)", "s")
        else:
            singular = re.sub(r"(%n \w+)s\b", r"\1", source)  # "%n more" is the same for one and many
            forms[0].text, forms[1].text = singular, source
        del node.attrib["type"]
    save(tree, path)


def save(tree, path):
    text = xml.tostring(tree.getroot(), encoding="unicode")
    path.write_text('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + text + "\n")


def merge(files):
    path = ROOT / "translations" / CHINESE
    tree = xml.parse(path)
    chinese = {}
    for file in files:
        for entry in json.loads(pathlib.Path(file).read_text()):
            chinese[entry.get("context"), entry["source"], entry.get("comment") or ""] = entry["translation"]
            chinese.setdefault((None, entry["source"], ""), entry["translation"])
    filled = missing = 0
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            node = message.find("translation")
            if node.get("type") != "unfinished":
                continue
            source, comment = message.findtext("source"), message.findtext("comment") or ""
            text = next((chinese[key] for key in ((context.findtext("name"), source, comment), (context.findtext("name"), source, ""),
                                                  (None, source, "")) if key in chinese), None)
            if not text:
                missing += 1
                continue
            form = node.find("numerusform")  # Chinese has one form
            (node if form is None else form).text = text
            del node.attrib["type"]
            filled += 1
    save(tree, path)
    collect(ROOT / "translations")  # in lupdate's own spelling again
    print(f"{filled} filled in, {missing} still without Chinese")


def main():
    if sys.argv[1:2] == ["--check"]:
        return check()
    collect(ROOT / "translations")
    fill_plurals()
    if sys.argv[1:2] == ["--merge"]:
        merge(sys.argv[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
