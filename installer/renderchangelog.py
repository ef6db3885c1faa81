#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders what a package says about its versions, from CHANGELOG.md.

usage: renderchangelog.py CHANGELOG.md VERSION MAINTAINER METAINFO.in OUTPUT-FOLDER

Writes changelog.gz, in Debian's form, and the metainfo file with the releases in place of @RELEASES@. What is unreleased
counts as VERSION, at the time of the last commit of CHANGELOG.md ($SOURCE_DATE_EPOCH, if that is set).
"""
import datetime
import email.utils
import gzip
import os
import pathlib
import re
import subprocess
import sys
import textwrap


def last_change(path):
    """Seconds since 1970."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return int(os.environ["SOURCE_DATE_EPOCH"])
    try:
        told = subprocess.run(["git", "log", "-1", "--format=%ct", "--", path.name], cwd=path.parent, capture_output=True, text=True)
        if told.returncode == 0 and told.stdout.strip():
            return int(told.stdout)
    except FileNotFoundError:  # no git
        pass
    return int(path.stat().st_mtime)


def releases(path, version):
    """(version, seconds since 1970, whether it is released, the lines below its heading), the newest first"""
    found = []
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        match = re.fullmatch(r"\[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?", head.strip())
        if not match:
            raise ValueError(f"{path.name}: no heading of a version: {head}")
        if match[2]:
            day = datetime.datetime.fromisoformat(match[2]).replace(tzinfo=datetime.timezone.utc)
            found.append((match[1], int(day.timestamp()), True, body.splitlines()))
        elif body.strip():
            found.append((version, last_change(path), False, body.splitlines()))
    if [release[0] for release in found].count(version) != 1:
        raise ValueError(f"{path.name} must have {version}, or something unreleased, and not both")
    return found


def bullets(lines):
    """Headings and bullets of Markdown, as Debian writes them."""
    text = []
    for line in lines:
        if line.startswith("### "):
            text.append(f"[ {line[4:]} ]")
        elif line.startswith("- "):
            text.append("* " + line[2:])
        elif line.strip():
            text[-1] += " " + line.strip()
    for one in text:
        if one.startswith("["):
            yield ""
        yield from textwrap.wrap(one, 76, initial_indent="  ", subsequent_indent="    " if one.startswith("*") else "  ",
                                 break_long_words=False, break_on_hyphens=False)


def debian(found, maintainer):
    for version, seconds, _, lines in found:
        yield f"rookery ({version}) unstable; urgency=medium"
        yield from bullets(lines)
        day = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        yield f"\n -- {maintainer}  {email.utils.format_datetime(day)}\n"


def metainfo(found):
    for version, seconds, is_released, _ in found:
        day = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).date()
        yield f'<release version="{version}" date="{day}" type="{"stable" if is_released else "development"}"/>'


def main(changelog, version, maintainer, template, folder):
    found = releases(pathlib.Path(changelog), version)
    folder, template = pathlib.Path(folder), pathlib.Path(template)
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(debian(found, maintainer))
    (folder / "changelog.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    text = template.read_text(encoding="utf-8").replace("@RELEASES@", "\n    ".join(metainfo(found)))
    (folder / template.name.removesuffix(".in")).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
