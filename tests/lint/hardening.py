#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads built programs: hardening.py FOLDER [--release]. Everything here reads bytes of strangers, so
each program is position independent, binds all its symbols before it runs and makes them read-only, has no executable
stack, guards its frames, checks its containers, has no way to be ended at a named point, and on x86 carries the marks
of control-flow protection. A release also checks the length of what it copies, and writes no core file that would hold
secrets."""
import pathlib
import re
import subprocess
import sys

PROGRAMS = ("rookery", "rookeryctl", "rookery-sim")
FAILPOINTS = b"ROOKERY_FAIL_AT"  # core/engine/failpoints.cpp


def readelf(program, *what):
    return subprocess.run(["readelf", "-W", *what, str(program)], check=True, capture_output=True, text=True,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def faults(program, release):
    head, segments, dynamic = readelf(program, "-h"), readelf(program, "-l"), readelf(program, "-d")
    symbols = readelf(program, "--dyn-syms")
    if not re.search(r"Type:\s+DYN", head):
        yield "not position independent"
    if "GNU_RELRO" not in segments:
        yield "no RELRO"
    if not re.search(r"BIND_NOW|FLAGS_1.*\bNOW\b", dynamic):
        yield "symbols are bound lazily"
    if re.search(r"GNU_STACK.*\bRWE\b", segments) or "GNU_STACK" not in segments:
        yield "executable stack"
    if "__stack_chk_fail" not in symbols:
        yield "no stack protector"
    if "__glibcxx_assert_fail" not in symbols:
        yield "containers are not checked"
    if "X86-64" in head and not re.search(r"IBT|SHSTK", readelf(program, "-n")):
        code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", "-j", ".text", str(program)], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        if code.count("endbr64") < 100:  # an object of somebody else without the mark takes it from the whole
            yield "no control-flow protection"
    if release:
        if not re.search(r"__\w+_chk\b(?<!__stack_chk)", symbols):
            yield "nothing fortified"
        if program.name != "rookery-sim" and not ("setrlimit" in symbols and "prctl" in symbols):
            yield "a crash would write secrets into a core file"
    if FAILPOINTS in program.read_bytes():
        yield "has failpoints"


def main(arguments):
    release = "--release" in arguments
    folder = pathlib.Path([word for word in arguments if not word.startswith("--")][0])
    seen, bad = 0, 0
    for name in PROGRAMS:
        if not (folder / name).exists():
            continue
        seen += 1
        for fault in faults(folder / name, release):
            bad += 1
            print(f"{name}: {fault}")
    if not seen:
        print(f"no program in {folder}")
    return 1 if bad or not seen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
