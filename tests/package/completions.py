# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the shells themselves what they would complete. Each function takes the folder `usr/share` of an installed package,
the name of a program and unfinished lines, and gives for each line the words that the shell offers."""
import os
import pty
import re
import select
import signal
import subprocess
import tempfile
import time

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "dumb", "LC_ALL": "C.UTF-8"}


def bash(share, program, lines):
    script = [f"source {share}/bash-completion/completions/{program}"]
    for line in lines:
        words = re.findall(r"=|[^\s=]+", line) + ([""] if line.endswith(" ") else [])  # as bash splits
        quoted = " ".join(f"'{word}'" for word in words)
        script.append(f'COMP_WORDS=({quoted}) COMP_CWORD={len(words) - 1} COMPREPLY=(); _{program}; echo "${{COMPREPLY[@]}}"')
    done = subprocess.run(["bash", "--norc", "-c", "\n".join(script)], env=ENVIRONMENT, check=True, capture_output=True, text=True)
    assert not done.stderr.replace("compopt: not currently executing completion function", "").strip(" \n"), done.stderr
    return [set(line.split()) for line in done.stdout.splitlines()]


def fish(share, program, lines):
    with tempfile.TemporaryDirectory() as home:
        script = [f"source {share}/fish/vendor_completions.d/{program}.fish"]
        script += [f"complete -C '{line}'; echo ---" for line in lines]
        done = subprocess.run(["fish", "--no-config", "-c", "\n".join(script)], env={**ENVIRONMENT, "HOME": home}, check=True,
                              capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return [{word.partition("\t")[0] for word in part.split("\n") if word} for part in done.stdout.split("---\n")[:-1]]


# zsh completes in its line editor alone: a terminal, and a key that prints what was found in place of showing it
ZSH = r"""PROMPT= RPS1=
fpath=(%s/zsh/vendor-completions $fpath)
autoload -Uz compinit && compinit -D -u
compadd()
{
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    local -a hits
    builtin compadd -A hits "$@"
    found+=("${hits[@]}")
    builtin compadd "$@"
}
zle -C complete-line complete-word _main_complete
print-words()
{
    typeset -ga found=()
    zle complete-line
    print -r -- "<<${(j: :)found}>>"
    BUFFER=
}
zle -N print-words
bindkey '^Xw' print-words
print REA''DY
"""


def zsh(share, program, lines):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve("/usr/bin/zsh", ["zsh", "-f", "-i"], ENVIRONMENT)

    def answer(pattern):
        read, end = b"", time.monotonic() + 20
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                read += os.read(terminal, 65536)
                match = re.search(pattern, read, re.S)
                if match:
                    return match
        raise AssertionError(f"zsh does not answer: {read[-2000:]!r}")

    try:
        with tempfile.NamedTemporaryFile("w", suffix=".zsh") as setup:
            setup.write(ZSH % share)
            setup.flush()
            os.write(terminal, f"source {setup.name}\n".encode())
            answer(b"READY")
            found = []
            for line in lines:
                os.write(terminal, line.encode() + b"\x18w")
                found.append(set(answer(rb"<<(.*?)>>")[1].decode().split()))
            return found
    finally:
        os.close(terminal)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
