# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what `--help` prints: of programs with subcommands (CLI11), and of those without (QCommandLineParser)."""
import dataclasses
import os
import re
import subprocess

HEADINGS = {"positionals": "positionals", "arguments": "positionals", "options": "options", "subcommands": "subcommands"}
OPTION = re.compile(r"(--?[A-Za-z][\w-]*(?:, ?--?[A-Za-z][\w-]*)*)(?: (.*))?")


@dataclasses.dataclass
class Entry:
    """An option, or a positional argument (no `names`)."""
    names: list
    value: str  # what stands for the value, "" for a flag
    help: str
    repeated: bool = False
    required: bool = True

    def choices(self):
        """The fixed words among the values that it takes, from "a|b|NUMBER" in its value or at the start of its help."""
        for text in (self.value, self.help):
            match = re.match(r"[\w-]+(?:\|[\w-]+)+", text)
            if match:
                return [word for word in match[0].split("|") if word != word.upper()]
        return []


@dataclasses.dataclass
class Command:
    path: list  # the program and the commands below it
    help: str = ""
    options: list = dataclasses.field(default_factory=list)
    positionals: list = dataclasses.field(default_factory=list)
    footer: list = dataclasses.field(default_factory=list)  # paragraphs, as they were typed
    subcommands: list = dataclasses.field(default_factory=list)

    def all(self):
        yield self
        for command in self.subcommands:
            yield from command.all()

    def synopsis(self):
        """The words after the command, as in "[options] id FILE...": help alone is no option worth a word."""
        words = ["[options]"] if any("--help" not in option.names for option in self.options) else []
        words += ["command"] if self.subcommands else []
        for entry in self.positionals:
            word = entry.value + ("..." if entry.repeated else "")
            words.append(word if entry.required else f"[{word}]")
        return words


def run(program, *arguments):
    """What the program prints. Without a display, a user's settings or a language other than English."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
                   "QT_LOGGING_RULES": "*=false", "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.run([program, *arguments], env=environment, check=True, capture_output=True, text=True, timeout=60).stdout


def read_entry(text, is_option):
    names, _, explained = re.sub(r" {2,}", "\0", text, count=1).partition("\0")
    marks = names.split(" ")
    value = " ".join(word for word in marks if word not in ("...", "REQUIRED"))
    entry = Entry([], value, explained.strip(), repeated="..." in marks, required="REQUIRED" in marks)
    if is_option:
        match = OPTION.fullmatch(value)
        if not match:
            raise ValueError(f"no option: {text!r}")
        entry.names, entry.value = re.split(r", ?", match[1]), (match[2] or "").strip("<>")
    return entry


def parse(text, path):
    """-> Command, and the names of its subcommands"""
    command, names = Command(path), []
    section, entries, paragraph = "description", [], []
    for line in [*text.splitlines(), ""]:
        heading = HEADINGS.get(line.rstrip(":").lower()) if line.endswith(":") else None
        if line.startswith("Usage:"):
            section = "usage"
        elif heading:
            section = heading
        elif section in ("description", "usage") and line.strip():
            command.help = f"{command.help} {line.strip()}".strip()
        elif section in HEADINGS.values() and line.strip():
            if re.match(r" {2}\S", line):
                entries.append((section, line.strip()))
            else:  # the rest of a text that was wrapped
                entries[-1] = (section, entries[-1][1] + ("  " if "  " not in entries[-1][1] else " ") + line.strip())
        elif section in HEADINGS.values():
            section = "footer"
        elif section == "footer" and line.strip():
            paragraph.append(line.rstrip())
        elif paragraph:
            command.footer.append("\n".join(paragraph))
            paragraph = []
    for section, entry in entries:
        if section == "subcommands":
            names.append(entry.split()[0])
        else:
            getattr(command, section).append(read_entry(entry, section == "options"))
    return command, names


def read(program, name, below=()):
    """The command, and all commands below it, as the program explains them."""
    command, names = parse(run(program, *below, "--help"), [name, *below])
    if not command.help or not command.options:
        raise ValueError(f"what {' '.join(command.path)} --help prints has no description or no options")
    command.subcommands = [read(program, name, (*below, word)) for word in names]
    return command
