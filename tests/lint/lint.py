#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a compiler does not know.

usage: lint.py [ROOT]

Prints `file:line: rule: what` and ends with 1 if there is any. A line may be excused, with a reason:
`// lint: allow <rule>: <reason>` on the line itself or the one above.
"""
import html
import pathlib
import posixpath
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

import kindfiles
import retiredwords

# module -> what it may include beside itself, base and model, and through these what they may (docs/architecture.md)
LAYERS = {
    "base": set(),
    "model": set(),
    "protocol": set(),
    "io": set(),
    "config": set(),
    "store": set(),
    "logrules": set(),
    "gateway": {"protocol", "io", "config", "logrules"},
    "session": {"gateway"},
    "rkey": {"gateway", "io", "store"},
    "media": {"gateway", "store"},
    "broadcast": {"session", "media", "store"},
    "logs": {"store", "logrules"},
    "health": {"io", "store"},
}
LAYERS["engine"] = set(LAYERS)
for module in LAYERS:  # lowest first: what is below what is below
    LAYERS[module] |= {low for below in LAYERS[module] for low in LAYERS[below]}
# A kind of gateway knows the port and what kinds share, not another kind, but for OneBot 11. Only the list of kinds, and
# what asks all of them, knows kinds at all.
LIST_OF_KINDS = ("core/model/kind.h", "core/model/kinds.cpp", "core/gateway/kinds.cpp", "core/gateway/kinddetector.cpp")
# the window: shell knows every feature, a feature knows kit alone, kit knows no feature
UI_FOLDERS = {"kit", "demo", "shell", "overview", "login", "broadcast", "rkey", "logs", "health", "gateways", "settings"}
SOURCES = {".h", ".cpp"}
SCRIPTS = {".py", ".sh", ".cmake"}


class Tree:
    """The files that are, or are about to be, under version control; read once."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        listed = subprocess.run(["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard"],
                                capture_output=True, text=True)
        if listed.returncode == 0:
            names = listed.stdout.splitlines()
        else:  # an unpacked archive
            names = [str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file()]
        names = [n for n in names if not n.startswith(("build/", ".git/"))]
        self.files = sorted(n for n in names if (self.root / n).is_file())
        self._text = {}
        self._bare = {}

    def text(self, name):
        if name not in self._text:
            self._text[name] = (self.root / name).read_bytes().decode("utf-8", "replace")
        return self._text[name]

    def bare(self, name):
        """The text with comments and the inside of literals blanked; same lines, same columns."""
        if name not in self._bare:
            self._bare[name] = blank(self.text(name))
        return self._bare[name]

    def cpp(self, *folders):
        return [n for n in self.files if pathlib.PurePath(n).suffix in SOURCES
                and (not folders or n.startswith(folders))]


LITERALS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
    re.S)


def blank(text):
    def hide(match):
        found = match.group(0)
        quote = '"' if '"' in found[:2] and found[0] != "/" else ("'" if found[0] == "'" else " ")
        inner = re.sub(r"[^\n]", " ", found)
        return quote + inner[1:-1] + quote if len(inner) >= 2 else inner
    return LITERALS.sub(hide, text)


def excused(tree, name, line, rule):
    lines = tree.text(name).splitlines()
    here = "\n".join(lines[max(0, line - 2):line])
    return re.search(r"lint: allow " + re.escape(rule) + r": \S", here) is not None


def find(tree, names, pattern, what, bare=True, group=0):
    """(file, line, what) for each match of the pattern."""
    expression = re.compile(pattern, re.M)
    for name in names:
        text = tree.bare(name) if bare else tree.text(name)
        for match in expression.finditer(text):
            yield name, text.count("\n", 0, match.start(group)) + 1, what.format(match.group(group).strip())


# --- the rules: each takes a Tree and gives (file, line, what)

def owner(name):
    """-> (what the file is, the set of what it may include) or None where no rule applies"""
    parts = name.split("/")
    if parts[0] == "core" and len(parts) > 2:
        allowed = LAYERS.get(parts[1])
        if allowed is None:
            return None
        below = {"base": set(), "model": {"base"}}.get(parts[1], {"base", "model"})
        return parts[1], allowed | {parts[1]} | below
    if parts[0] == "ui":
        if parts[1] == "text":
            return "ui/text", {"base", "model", "ui/text"}
        below = {"base", "model", "engine", "ui/text", "ui/kit"}
        features = {f"ui/{folder}" for folder in UI_FOLDERS}
        return f"ui/{parts[1]}", below | (features if parts[1] == "shell" else {f"ui/{parts[1]}"})
    if name.startswith("app/rookeryctl/"):
        return "rookeryctl", {"base", "model", "engine", "ui/text"}
    if name.startswith("app/rookery-sim/"):
        return "rookery-sim", {"base", "io"}
    if name.startswith("app/rookery/"):
        return "rookery", {"base", "model", "engine", "ui/text", "ui/kit", "ui/shell"}
    return None


def layer_of_include(tree, path, by):
    first = path.split("/")
    window = by.startswith(("ui/", "app/rookery/")) and first[0] in UI_FOLDERS
    if window and len(first) > 1 and (first[0] not in LAYERS or "ui/" + path in tree.files):
        return f"ui/{first[0]}"
    if path.startswith("ui/"):
        return f"ui/{first[1]}"
    if path.startswith("core/"):
        return first[1]
    if len(first) < 2:
        return None  # a neighbour in the same folder
    if first[0] in LAYERS:
        return first[0]
    return "ui/text" if first[0] == "text" else None


def layers(tree):
    for name in tree.cpp("core/", "ui/", "app/"):
        place = owner(name)
        if not place:
            if name.startswith("core/") and name.count("/") > 1:
                yield name, 1, "unknown module: add it to LAYERS"
            continue
        who, allowed = place
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            layer = layer_of_include(tree, match.group(1), name) if match else None
            if layer and layer not in allowed:
                yield name, number, f"{who} may not include {layer} ({match.group(1)})"


def kind_of(path):
    """The kind whose folder a file, or an included path, lies in; None outside."""
    match = re.match(r"(?:core/)?gateway/([^/]+)/", path)
    return match.group(1) if match else None


def kinds(tree):
    """A kind is known to its own folder and to the list of kinds; all else asks traitsOf() or kindInfo()."""
    for name in tree.cpp("core/gateway/"):
        kind = kind_of(name)
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            if not match or name in LIST_OF_KINDS:
                continue
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), match.group(1)))
            other = kind_of(match.group(1)) or (kind_of(beside) if beside in tree.files else None)
            if other and other != kind and not (other == "onebot11" and kind in kindfiles.ON_ONEBOT):
                yield name, number, f"{kind or 'what kinds share'} may not include {other} ({match.group(1)})"
    names = [n for n in tree.cpp("core/", "ui/", "app/rookery/", "app/rookeryctl/")
             if n not in LIST_OF_KINDS and not kind_of(n)]
    yield from find(tree, names, r"\bGatewayKind::\w+", "what differs between kinds belongs to them: {}")


def above_the_port(tree):
    """Above the gateway port nothing is JSON of a gateway; attempts are compared in base/epoch.h alone."""
    names = tree.cpp("core/broadcast/", "core/session/", "core/rkey/", "core/model/", "core/media/", "core/health/")
    names = [n for n in names if n != "core/model/segment.h"]  # keeps what it does not know as it came
    yield from find(tree, names, r"^(?!\s*#).*\b(QJson(?:Object|Value))\b", "JSON stays below the gateway port: {}", group=1)
    yield from find(tree, tree.cpp("core/"), r"\bepoch\s*[!=]=\s*m_epoch\b", "use Epoch::Mark or onResult(…, epoch, …): {}")


def widgets_in_core(tree):
    names = [n for n in tree.cpp("core/", "app/rookeryctl/", "app/rookery-sim/", "ui/text/")]
    pattern = r"#\s*include\s*<(?:QtWidgets|QWidget|QApplication|QDialog|QMessageBox|QAbstractItemView|QMenu|QAction)\b[^>]*>"
    yield from find(tree, names, pattern, "no widget below the window: {}")
    pattern = r"#\s*include\s*<(?:sqlite3\.h|QTcpSocket|QTcpServer|QNetworkAccessManager|QNetworkReply|QWebSocket\w*)>"
    yield from find(tree, [n for n in tree.cpp("ui/", "app/rookery/", "app/rookeryctl/")], pattern,
                    "the window only paints; this is the engine's: {}")


def spdx(tree):
    for name in tree.files:
        path = pathlib.PurePath(name)
        text = tree.text(name)
        if path.suffix not in SOURCES | SCRIPTS and path.name != "CMakeLists.txt" and not text.startswith("#!"):
            continue
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(text.splitlines()[:3]):
            yield name, 1, "no SPDX-License-Identifier: GPL-3.0-or-later in the first three lines"


def nested_loops(tree):
    names = [n for n in tree.cpp("core/", "ui/", "app/")]
    yield from find(tree, names, r"\bQEventLoop\b(?!Locker)", "nested event loop: {}")
    yield from find(tree, names, r"\bprocessEvents\s*\(", "nested event loop: {}")
    # the one exception runs when its thread is over, on what it has just killed
    waiting = [n for n in names if n != "core/io/childprocesses.cpp"]
    yield from find(tree, waiting, r"\bwaitFor(?:Finished|Connected|Disconnected|ReadyRead|BytesWritten|Started|Encrypted"
                                 r"|Done|NewConnection)\s*\(", "blocks its thread: {}")
    window = [n for n in names if n.startswith(("ui/", "app/rookery/"))]
    yield from find(tree, window, r"\b(?:QFileDialog::get\w+|QInputDialog::get\w+|QMessageBox::(?:question|warning|information"
                                  r"|critical|about)|QColorDialog::getColor)\s*\(", "nested event loop, use open(): {}")
    yield from find(tree, window, r"(?:\b\w*(?:[dD]ialog|[bB]ox|[mM]enu)\w*(?:\.|->)|\bQDialog::)exec\s*\(",
                    "nested event loop, use open() or popup(): {}")


def future_then(tree):
    yield from find(tree, tree.cpp("core/", "ui/", "app/"), r"(?:\.|->)\s*then\s*\(", "QFuture::then: use onResult")


def singletons(tree):
    names = tree.cpp("core/", "ui/", "app/")
    yield from find(tree, names, r"\bQ_GLOBAL_STATIC\w*", "singleton: {}")
    yield from find(tree, names, r"\bstatic\s+[\w:]+\s*[&*]\s*\w*(?:instance|singleton|global|theOne)\w*\s*\(\s*\)", "singleton: {}",)
    yield from find(tree, names, r"^\s+static\s+(?!const\b|constexpr\b|inline\b|thread_local\b|std::atomic)[\w:<>]+\s+\w+\s*(?:;|=[^;(]*;|\{\s*\}\s*;)(?=[^{}]*\breturn\b)",
                    "mutable state shared by all callers: {}")


def qt_keywords(tree):
    yield from find(tree, tree.cpp(), r"^\s*(?:(?:public|private|protected)\s+slots|signals)\s*:", "use Q_SLOTS and Q_SIGNALS: {}")
    yield from find(tree, tree.cpp(), r"(?<![\w.>:])emit\s+\w+\s*\(", "use Q_EMIT: {}")


def leftovers(tree):
    names = [n for n in tree.files if not n.startswith("tests/lint/")
             and pathlib.PurePath(n).suffix in SOURCES | SCRIPTS | {".txt", ".md", ".json", ".qss"} or "/" not in n]
    yield from find(tree, [n for n in names if n != "LICENSE"], r"\b(?:TODO|FIXME|XXX|HACK)\b", "do it or write an issue: {}", bare=False)


# Assembled, so that this file does not contain what it looks for.
REGISTRIES = "|".join(["registry" + r"\.npm", "npm" + r"mirror\.", "deb" + r"\.debian\.org", "archive" + r"\.ubuntu\.com",
                       "py" + r"pi\.org", "proxy" + r"\.golang\.org", r"mirrors?\.[a-z0-9-]+\.(?:com|cn|edu|org)"])
MACHINE_PATHS = r"(?<![\w./*])/(?:" + "|".join(["work", "home/[a-z][a-z0-9_-]*", "Users/[A-Za-z]+", "tmp/bash"]) + r")/[\w.-]+"


def machine_traces(tree):
    names = [n for n in tree.files if not n.startswith(("tests/data/", "resources/", "translations/", "tests/fuzz/corpus/"))
             and pathlib.PurePath(n).suffix not in {".png", ".svg"}]
    yield from find(tree, names, REGISTRIES, "host name of a package registry: {}", bare=False)
    names = [n for n in names if not n.startswith(("tests/lint/", "docs/", "tests/unit/", "tests/contract/"))]
    yield from find(tree, names, MACHINE_PATHS, "path of one machine: {}", bare=False)


def accessible_names(tree):
    """Within one page or dialog a name is given once: tests and screen readers find the control by it."""
    expression = re.compile(r'setAccessibleName\(\s*tr\(\s*"((?:\\.|[^"\\])*)"\s*\)\s*\)')
    for name in tree.cpp(*(f"ui/{folder}/" for folder in UI_FOLDERS - {"kit"})):
        seen = {}
        text = tree.text(name)
        for match in expression.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if match.group(1) in seen:
                yield name, line, f'accessible name "{match.group(1)}" is also given in line {seen[match.group(1)]}'
            seen.setdefault(match.group(1), line)


def tooltips(tree):
    """Qt shows what looks like markup as markup: a tooltip is a fixed text of ours, or went through plainTip()."""
    ours = r'(?:plainTip\(|tr\("[^"]*"(?:\s*"[^"]*")*\)\s*[;)])'
    names = tree.cpp("ui/")
    yield from find(tree, names, r"\bset(?:ToolTip|WhatsThis)\((?!\s*(?:\w+,\s*)?" + ours + ")", "use plainTip(): {}")
    yield from find(tree, names, r"\bQt::(?:ToolTip|WhatsThis)Role\b(?!\}|(?::|[^:;{}]*\))\s*return " + ours + ")",
                    "use plainTip(): {}")


def links(tree):
    """Every picture and page of ours that a document points to exists."""
    expression = re.compile(r"\]\(\s*<?([^)>\s#]+)")
    for name in tree.files:
        if pathlib.PurePath(name).suffix != ".md":
            continue
        text = tree.text(name)
        for match in expression.finditer(text):
            link = match.group(1)
            if re.match(r"[a-z]+:", link):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            if target not in tree.files and not any(file.startswith(target + "/") for file in tree.files):
                yield name, text.count("\n", 0, match.start()) + 1, f"points to what is not there: {link}"


def named_paths(tree):
    """Every path in backticks in the pages that say where things are exists; `<kind>` and build/ are not paths."""
    expression = re.compile(r"`([\w.@+-]+(?:/[\w.@+-]+)*/?)`")
    for name in ("docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"):
        text = tree.text(name) if name in tree.files else ""
        for match in expression.finditer(text):
            path = match.group(1).removeprefix("./").rstrip("/")
            if path.startswith("build/") or not ("/" in path or pathlib.PurePath(path).suffix in SOURCES | SCRIPTS | {".md", ".txt", ".yaml"}):
                continue
            if path not in tree.files and not any(file.startswith(path + "/") for file in tree.files):
                yield name, text.count("\n", 0, match.start()) + 1, f"names what is not there: {match.group(1)}"


def translation_files(tree):
    return [name for name in tree.files if name.startswith("translations/") and name.endswith(".ts")]


def line_of(lines, source):
    """The line of a message in its .ts file, by the first line of its source."""
    first = "<source>" + (source.splitlines() or [""])[0]
    return next((i for i, t in enumerate(lines, 1) if html.unescape(t).strip().startswith(first)), 1)


def translations(tree):
    for name in translation_files(tree):
        lines = tree.text(name).splitlines()
        for context in xml.fromstring(tree.text(name)).iter("context"):
            for message in context.iter("message"):
                node, source = message.find("translation"), message.findtext("source") or ""
                kind = node.get("type") if node is not None else "unfinished"
                forms = [f.text for f in node.iter("numerusform")] if node is not None else []
                empty = not all(forms) if message.get("numerus") == "yes" else not (node is not None and node.text)
                if kind or empty:
                    yield (name, line_of(lines, source),
                           f"{kind or 'empty'} translation of \"{source}\" in {context.findtext('name')}")


def button_names(tree):
    """A sentence that tells to press something calls it in each language by the name that it has there."""
    for name in translation_files(tree):
        messages = [(message.findtext("source") or "", message.findtext("translation") or "")
                    for message in xml.fromstring(tree.text(name)).iter("message")]
        labels = {}
        for source, translation in messages:
            if 0 < len(source.split()) <= 4:
                labels.setdefault(source.rstrip("… "), set()).add(translation.rstrip("… "))
        for source, translation in messages:
            for told in re.finditer(r"\b(?:[Pp]ress|[Cc]lick|[Cc]hoose|[Uu]se|with|by) ([A-Z][\w-]*(?: [\w-]+)*)", source):
                words = told[1].split()
                label = next((text for text in (" ".join(words[:n]) for n in range(len(words), 0, -1)) if text in labels), None)
                if label and not any(text and text in translation for text in labels[label]):
                    yield (name, line_of(tree.text(name).splitlines(), source),
                           f"\"{label}\" is called {' or '.join(sorted(labels[label]))}, not so in: {translation}")


def reasons(tree):
    """Each cause has a number of its own and a name."""
    listed = "core/base/reason.h"
    named = set(re.findall(r"\{Reason::(\w+), \"", tree.text(listed))) if listed in tree.files else set()
    numbers = {}
    for name in tree.cpp("core/base/reasons/"):
        for line, text in enumerate(tree.text(name).splitlines(), 1):
            match = re.match(r"inline constexpr ErrorReason (\w+)\{(\w+)\};", text)
            if not match:
                continue
            if match[1] not in named:
                yield name, line, f"{match[1]} has no name in {listed}"
            if numbers.setdefault(match[2].lower(), match[1]) != match[1]:
                yield name, line, f"{match[1]} has the number of {numbers[match[2].lower()]}"


RULES = {
    "layers": layers,
    "kinds": kinds,
    "kind-files": kindfiles.kind_files,
    "port": above_the_port,
    "widgets": widgets_in_core,
    "spdx": spdx,
    "nested-loop": nested_loops,
    "then": future_then,
    "singleton": singletons,
    "keywords": qt_keywords,
    "leftover": leftovers,
    "machine": machine_traces,
    "accessible-name": accessible_names,
    "tooltip": tooltips,
    "links": links,
    "paths": named_paths,
    "translations": translations,
    "button-names": button_names,
    "retired-words": retiredwords.retired_words,
    "reasons": reasons,
}


def findings(root):
    tree = Tree(root)
    for rule, function in RULES.items():
        for name, line, what in function(tree):
            if not excused(tree, name, line, rule):
                yield name, line, rule, what


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent.parent
    found = sorted(findings(root))
    for name, line, rule, what in found:
        print(f"{name}:{line}: {rule}: {what}")
    print(f"lint: {len(found)} findings, {len(RULES)} rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
