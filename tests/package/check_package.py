#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the Debian package of a build tree, installs it, uses it and removes it: check_package.py BUILD-FOLDER

dpkg installs into an empty root, whose database lists what is installed on this machine: dependencies count, and nothing
outside of the root is touched. Prints what was found wrong, and ends with 1.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import completions  # noqa: E402
import faults  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = ("rookery", "rookeryctl", "rookery-sim")
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}


def run(*command, environment=None, **options):
    """The output of a command, which must succeed."""
    done = subprocess.run([str(word) for word in command], env={**ENVIRONMENT, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **options)
    assert done.returncode == 0, f"{shlex.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def make_package(build, folder):
    """What a release compresses with xz is compressed in a moment here."""
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder, "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", cwd=build)
    made = list(folder.glob("*.deb"))
    assert len(made) == 1, f"not one package: {made}"
    return made[0]


def field(deb, name):
    return run("dpkg-deb", "--field", deb, name).strip()


# --- what the file is

def check_names(deb):
    version, architecture = field(deb, "Version"), field(deb, "Architecture")
    assert deb.name == f"rookery_{version}_{architecture}.deb", deb.name
    assert architecture == run("dpkg", "--print-architecture").strip()
    assert re.fullmatch(r".+ <\S+@\S+>", field(deb, "Maintainer")), "no maintainer"
    assert field(deb, "Section") == "net", "another section"


def check_modes(deb):
    """Everything belongs to root, lies below /usr, and only programs can be run."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as tar, \
            tarfile.open(fileobj=tar.stdout, mode="r|") as members:
        for one in members:
            assert re.fullmatch(r"\.|\./usr(/(?!local\b).*)?", one.name), f"not below /usr: {one.name}"
            assert one.isdir() or one.isfile(), f"neither a folder nor a file: {one.name}"
            wanted = 0o755 if one.isdir() or one.name.startswith("./usr/bin/") else 0o644
            assert one.mode == wanted, f"mode {one.mode:o}: {one.name}"
            assert (one.uid, one.gid) == (0, 0), f"belongs to {one.uid}:{one.gid}: {one.name}"


def start_lintian(deb):
    """It takes as long as all other checks. Its rules change with its version: only errors and warnings of Debian's count."""
    return subprocess.Popen(["lintian", "--no-cfg", "--profile", "debian", "--fail-on", "error,warning", "--allow-root", deb],
                            env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


# --- install and remove

class Root:
    """An empty root with a database of dpkg."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "var/lib/dpkg"
        for name in ("info", "parts", "triggers", "updates"):
            (self.database / name).mkdir(parents=True)
        shutil.copy("/var/lib/dpkg/status", self.database)
        # a list of files for each package, or dpkg warns of all that lack one
        for name in run("dpkg-query", "--show", "--showformat", "${binary:Package}\n").split():
            (self.database / "info" / f"{name}.list").touch()
        self.before = self.paths()

    def paths(self):
        """All but what is in the database of dpkg."""
        return {path for path in self.folder.rglob("*") if self.database not in path.parents}

    def dpkg(self, *arguments):
        force = [] if os.geteuid() == 0 else ["--force-not-root"]
        # A container may leave out pages and documents; its log is its own.
        return run("dpkg", f"--root={self.folder}", "--force-script-chrootless", *force, f"--log={os.devnull}", "--path-include=/*",
                   *arguments)

    def install(self, deb):
        self.dpkg("--install", deb)
        assert "install ok installed" in self.query("${Status}")
        assert not self.dpkg("--verify", "rookery").strip()
        assert self.paths() > self.before

    def query(self, form):
        return run("dpkg-query", f"--admindir={self.database}", "--show", "--showformat", form, "rookery")

    def purge(self):
        self.dpkg("--remove", "rookery")
        self.dpkg("--purge", "rookery")
        left = sorted(str(path.relative_to(self.folder)) for path in self.paths() - self.before)
        assert not left, f"left behind: {left}"
        known = [path.name for path in (self.database / "info").glob("rookery.*")]
        assert not known and "\nPackage: rookery\n" not in (self.database / "status").read_text(), f"dpkg still knows: {known}"


# --- what is installed; each check takes the root

def check_versions(root):
    wanted = root.query("${Version}")
    for name in PROGRAMS:
        told = run(root.folder / "usr/bin" / name, "--version").strip()
        assert told == f"{name} {wanted}", f"the package is {wanted}, --version says: {told}"
    text = run("zcat", root.folder / "usr/share/doc/rookery/changelog.gz")
    assert text.startswith(f"rookery ({wanted}) "), text[:80]
    page = next((root.folder / "usr/share/metainfo").glob("*.metainfo.xml")).read_text()
    assert f'<release version="{wanted}"' in page, "the metainfo has no such release"


def check_licence(root):
    share = root.folder / "usr/share"
    text = (share / "doc/rookery/copyright").read_text()
    assert "License: GPL-3+" in text and "/usr/share/common-licenses/GPL-3" in text
    page = next((share / "metainfo").glob("*.metainfo.xml")).read_text()
    assert "<project_license>GPL-3.0-or-later</project_license>" in page


def program_of(root, line):
    """A command of an entry or a unit: its program must be installed where these find it."""
    path = root.folder / "usr/bin" / shlex.split(line)[0].removeprefix("/usr/bin/")
    assert path.is_file() and os.access(path, os.X_OK), f"starts what is not there: {line}"
    return path


def check_desktop(root):
    share = root.folder / "usr/share"
    entry = share / "applications/rookery.desktop"
    told = run("desktop-file-validate", entry)
    assert not told.strip(), told
    lines = re.findall(r"^(?:Try)?Exec=(.*)$", entry.read_text(), re.M)
    for line in lines:
        words = shlex.split(line)
        known = run(program_of(root, line), "--help")
        assert all(word in known for word in words[1:]), f"an option that is not there: {line}"
    assert len(lines) == 3, lines
    icon = re.search(r"^Icon=(.*)$", entry.read_text(), re.M)[1]
    assert (share / f"icons/hicolor/scalable/apps/{icon}.svg").is_file(), f"no icon {icon}"


def check_metainfo(root):
    page = next((root.folder / "usr/share/metainfo").glob("*.metainfo.xml"))
    run("appstreamcli", "validate", "--no-net", "--no-color", page)
    # the same with all that it refers to: the entry and the icon
    text = page.read_text()
    assert page.name == re.search("<id>(.*)</id>", text)[1] + ".metainfo.xml"
    entry = root.folder / "usr/share/applications" / re.search('<launchable type="desktop-id">(.*)</launchable>', text)[1]
    assert entry.is_file(), f"no such entry: {entry.name}"
    for name in re.findall("<binary>(.*)</binary>", text):
        program_of(root, name)


def check_unit(root):
    folder = root.folder / "usr/lib/systemd/user"
    text = (folder / "rookery.service").read_text()
    program_of(root, re.search(r"^ExecStart=(.*)$", text, re.M)[1])
    assert "\nWantedBy=graphical-session.target\n" in text
    enabled = [path for path in root.folder.rglob("*.service") if path.is_symlink() or path.parent != folder]
    assert not enabled, f"switched on by itself: {enabled}"
    if shutil.which("systemd-analyze"):  # a container has no systemd
        with tempfile.TemporaryDirectory() as name:
            os.chmod(name, 0o700)
            unit = pathlib.Path(name, "rookery.service")
            unit.write_text(text.replace("ExecStart=", f"ExecStart={root.folder}/usr/bin/"))
            told = run("systemd-analyze", "--user", "--man=no", "verify", unit, environment={"XDG_RUNTIME_DIR": name})
        assert not told.strip(), told


def help_of(program, path=()):
    """command -> (the commands below it, its long options), read with as little as possible of what renders the pages"""
    text = run(program, *path, "--help")
    below = re.findall(r"^  ([a-z][\w-]*)", re.split(r"\nSubcommands:\n", text + "\n", flags=re.I)[-1].partition("\n\n")[0], re.M) \
        if re.search(r"^Subcommands:$", text, re.M | re.I) else []
    found = {" ".join(path): (set(below), set(re.findall(r"^  (?:-\w, ?)?(--[\w-]+)", text, re.M)))}
    for word in below:
        found.update(help_of(program, (*path, word)))
    return found


def check_pages(root):
    """Man pages have each command and option that the help has, and none that it has not."""
    for name in PROGRAMS:
        source = run("zcat", root.folder / f"usr/share/man/man1/{name}.1.gz").replace("\\-", "-").replace("\\fR", "")
        given, rest = source.partition(".SH OPTIONS")[2].split("\n.SH ", 1)
        paged = {"": given}
        paged.update(re.findall(r"^\.SS \\fB([^\\\n[]*?)(?: \[options\][^\n]*| ?\\fI[^\n]*)?\n(.*?)(?=^\.S[SH])", source, re.M | re.S))
        helped = help_of(root.folder / "usr/bin" / name)
        assert set(paged) == set(helped), f"{name}: commands differ: {set(paged) ^ set(helped)}"
        for command, (_, options) in helped.items():
            shown = set(re.findall(r"^(?:\\fB-\w, )?\\fB(--[\w-]+)", paged[command], re.M)) | ({"--help"} if command else set())
            assert shown == options, f"{name} {command}: options differ: {shown ^ options}"


def check_completions(root):
    share, program = root.folder / "usr/share", root.folder / "usr/bin/rookeryctl"
    wanted = {}
    for command, (below, options) in help_of(program).items():
        line = " ".join(["rookeryctl", *command.split()])
        wanted[f"{line} --"] = options
        if below:
            wanted[f"{line} "] = below
    kinds = set(re.search(r"--kind KIND +([\w|]+)", run(program, "gateway", "add", "--help"))[1].split("|"))
    wanted["rookeryctl gateway add x --kind "] = wanted["rookeryctl gateway add x --kind="] = kinds
    wanted["rookeryctl --profile gateway --json logs "] = {"scan", "summary", "explain", "follow"}
    for shell in (completions.bash, completions.zsh, completions.fish):
        found = shell(share, "rookeryctl", list(wanted))
        for (line, words), offered in zip(wanted.items(), found, strict=True):
            offered = {word.removeprefix("--kind=") for word in offered}
            assert offered == words, f"{shell.__name__}: {line!r}: {offered ^ words}"


def check_window(root, build):
    done = subprocess.run([sys.executable, "-B", "-W", "ignore::DeprecationWarning", HERE / "window_check.py", root.folder],
                          env={**ENVIRONMENT, "ROOKERY_BUILD": str(build)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=180)
    assert done.returncode == 0, done.stdout
    print(re.sub(r"(?m)^(?!\d+ libraries|the ).*\n", "", done.stdout), end="")


FILE = {"names": check_names, "modes": check_modes}
INSTALLED = {"versions": check_versions, "licence": check_licence, "desktop": check_desktop, "metainfo": check_metainfo,
             "unit": check_unit, "pages": check_pages, "completions": check_completions}


def attempt(wrong, name, check, *arguments):
    try:
        check(*arguments)
    except Exception as error:
        told = isinstance(error, AssertionError) and str(error)
        wrong.append((name, told or traceback.format_exc()))


def check_file(deb, only=None):
    """Gives what is wrong with the file: (check, words)"""
    wrong = []
    for name, check in FILE.items():
        if only in (None, name):
            attempt(wrong, name, check, deb)
    return wrong


def check_installed(deb, folder, only=None, more=None):
    """Installs the package into the folder, checks what is there, removes it. Gives what is wrong: (check, words)"""
    wrong = []
    if only in FILE:
        return wrong
    root = Root(folder)
    attempt(wrong, "install", root.install, deb)
    if not wrong:
        for name, check in {**INSTALLED, **(more or {})}.items():
            if only in (None, name):
                attempt(wrong, name, check, root)
        attempt(wrong, "remove", root.purge)
    return wrong


def main(build):
    build = pathlib.Path(build).resolve()
    wrong = []
    with tempfile.TemporaryDirectory(prefix="rookery-package-") as name:
        folder = pathlib.Path(name)
        deb = make_package(build, folder)
        print(f"{deb.name}: {deb.stat().st_size / 1e6:.1f} MB\nDepends: {field(deb, 'Depends')}", flush=True)
        lintian = start_lintian(deb)
        wrong += check_file(deb)
        wrong += check_installed(deb, folder / "root", more={"window": lambda root: check_window(root, build)})
        if not wrong:
            wrong += faults.try_all(deb, folder, check_file, check_installed)
            print(f"{len(faults.FAULTS)} packages with a fault each were tried", flush=True)
        told = lintian.communicate()[0]
        if lintian.returncode != 0:
            wrong.append(("lintian", told))
    for check, words in wrong:
        print(f"{check}: {words if len(words) < 6000 else words[:6000] + ' ...'}")
    print(f"package: {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
