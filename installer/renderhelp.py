#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the man pages, and the shell completions of rookeryctl, from what the built programs print as their help.

usage: renderhelp.py OUTPUT-FOLDER PROGRAM...

man/<program>.1.in has the sections that no help text has. These marks are replaced there:
  @VERSION@   the version that the program prints
  @SYNOPSIS@  how the program is called
  @OPTIONS@   its options
  @COMMANDS@  its commands, each with its arguments and options
  @FOOTER words@  the paragraph below the help that starts with these words; each paragraph must be asked for
The pages are compressed, as Debian wants them.
"""
import gzip
import pathlib
import re
import sys

import helptext

TEMPLATES = pathlib.Path(__file__).resolve().parent / "man"


# --- man pages

def roff(text):
    """Text as roff takes it: no escape, no ligature of dashes, no request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", text, flags=re.M)


def sentence(text):
    return roff(text[0].upper() + text[1:] + ("" if text.endswith(".") else "."))


def paragraph(text):
    """A table keeps its lines."""
    lines = text.split("\n")
    body = roff(text)
    return f".nf\n{body}\n.fi" if any(line.startswith("  ") for line in lines) else body


def entry_lines(entry):
    names = ", ".join(f"\\fB{roff(name)}\\fR" for name in entry.names)
    value = f"\\fI{roff(entry.value)}\\fR" if entry.value else ""
    more = " ..." if entry.repeated and not entry.names else ""
    return [".TP", f"{names} {value}".strip() + more, roff(entry.help)]


def heading(command):
    words = [f"\\fB{roff(' '.join(command.path[1:]))}\\fR"]
    return " ".join(words + [f"\\fI{roff(word)}\\fR" if word != "[options]" else word for word in command.synopsis()])


def command_lines(command):
    lines = [".SS " + heading(command), sentence(command.help)]
    for entry in [*command.positionals, *(option for option in command.options if "--help" not in option.names)]:
        lines += entry_lines(entry)
    for text in command.footer:
        lines += [".PP", paragraph(text)]
    return lines


def man_page(template, program, version):
    lines = [f".B {roff(program.path[0])}", " ".join(["[options]", *(f"\\fI{word}\\fR ..." for word in program.synopsis()[1:])])]
    text = template.replace("@VERSION@", version).replace("@SYNOPSIS@", "\n".join(lines))
    text = text.replace("@OPTIONS@", "\n".join(line for option in program.options for line in entry_lines(option)))
    below = [command for command in program.all() if command is not program]
    text = text.replace("@COMMANDS@", "\n".join(line for command in below for line in command_lines(command)))
    for part in program.footer:
        mark = next((mark for mark in re.findall(r"@FOOTER ([^@]+)@", text) if part.startswith(mark)), None)
        if not mark:
            raise ValueError(f"the man page of {program.path[0]} has no place for: {part}")
        text = text.replace(f"@FOOTER {mark}@", paragraph(part))
    left = re.findall(r"@[A-Z]+[^@\n]*@", text)
    if left:
        raise ValueError(f"nothing stands for {left} in the man page of {program.path[0]}")
    return text


# --- completions

def values(entry):
    """What may follow: words, or @file, @folder, @none."""
    if entry.choices():
        return " ".join(entry.choices())
    return {"FILE": "@file", "DIR": "@folder"}.get(entry.value, "@none")


def bash(program):
    def table(pairs):
        return "\n".join(f'        ["{key}"]="{value}"' for key, value in pairs if value)

    commands = table((" ".join(c.path), " ".join(below.path[-1] for below in c.subcommands)) for c in program.all())
    options = table((" ".join(c.path), " ".join(name for o in c.options for name in o.names)) for c in program.all())
    taken = table((f"{' '.join(c.path)} {name}", values(o)) for c in program.all() for o in c.options if o.value for name in o.names)
    words = table((" ".join(c.path), " ".join(values(p) for p in c.positionals)) for c in program.all())
    name = program.path[0]
    return f"""# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of {name}; rendered from its help

_{name}()
{{
    local -A commands=(
{commands}
    )
    local -A options=(
{options}
    )
    # what an option takes: words, or @file, @folder, @none
    local -A values=(
{taken}
    )
    local -A arguments=(
{words}
    )
    local at={name} current=${{COMP_WORDS[COMP_CWORD]}} word next i choice=
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${{COMP_WORDS[i]}} next=${{COMP_WORDS[i + 1]}}
        if [[ -n ${{values["$at $word"]}} ]]; then
            if [[ $next == = ]]; then # bash splits --option=value in three
                ((++i))
            fi
            if ((++i >= COMP_CWORD)); then
                choice=${{values["$at $word"]}}
            fi
        elif [[ " ${{commands[$at]}} " == *" $word "* ]]; then
            at+=" $word"
        fi
    done
    if [[ $current == = ]]; then
        current=
    fi
    if [[ -z $choice && $current == -* ]]; then
        choice=${{options[$at]}}
    elif [[ -z $choice ]]; then
        choice=${{commands[$at]:-${{arguments[$at]}}}}
    fi
    COMPREPLY=()
    case $choice in
        @file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        @folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
        '' | @none) ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$choice" -- "$current") ;;
    esac
}}
complete -F _{name} {name}
"""


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def zsh_text(text):
    """Inside the brackets and between the colons of a specification."""
    return re.sub(r"([\\\[\]:])", r"\\\1", text)


def zsh_action(entry):
    return f"({' '.join(entry.choices())})" if entry.choices() else {"FILE": "_files", "DIR": "_files -/"}.get(entry.value, " ")


def zsh_option(option):
    text = f"[{zsh_text(option.help)}]"
    value = f":{zsh_text(option.value)}:{zsh_action(option)}" if option.value else ""
    if len(option.names) > 1:
        return f"{quoted('(' + ' '.join(option.names) + ')')}{{{','.join(option.names)}}}{quoted(text + value)}"
    return quoted(("*" if option.repeated else "") + option.names[0] + ("=" if value else "") + text + value)


def zsh_function(command):
    name = "_" + "_".join(word.replace("-", "_") for word in command.path)
    lines = [f"{name}()", "{"]
    specs = [zsh_option(option) for option in command.options]
    if command.subcommands:
        lines += ["    local context state state_descr line", "    typeset -A opt_args"]
        specs += ["'1: :->command'", "'*:: :->argument'"]
    else:
        specs += [quoted(f"{'*' if p.repeated else n}:{zsh_text(p.value)}:{zsh_action(p)}")
                  for n, p in enumerate(command.positionals, 1)]
    lines += ["    _arguments " + ("-C " if command.subcommands else "") + "\\", " \\\n".join(f"        {spec}" for spec in specs)]
    if command.subcommands:
        lines += ["    case $state in", "        command)", "            local -a commands=("]
        lines += [f"                {quoted(zsh_text(below.path[-1]) + ':' + below.help)}" for below in command.subcommands]
        lines += ["            )", "            _describe -t commands command commands", "            ;;", "        argument)",
                  "            case $words[1] in"]
        lines += [f"                {below.path[-1]}) {name}_{below.path[-1].replace('-', '_')} ;;" for below in command.subcommands]
        lines += ["            esac", "            ;;", "    esac"]
    return "\n".join([*lines, "}"])


def zsh(program):
    functions = "\n\n".join(zsh_function(command) for command in program.all())
    name = program.path[0]
    return f"""#compdef {name}
# SPDX-License-Identifier: GPL-3.0-or-later
# zsh completion of {name}; rendered from its help

{functions}

_{name} "$@"
"""


def fish(program):
    name = program.path[0]
    valued = {n for c in program.all() for o in c.options if o.value for n in o.names}
    flags = {n for c in program.all() for o in c.options if not o.value for n in o.names}
    if valued & flags:
        raise ValueError(f"with a value here, without one there: {valued & flags}")
    lines = [f"complete -c {name} -f"]
    for command in program.all():
        here = f"complete -c {name} -n {quoted('__' + name + '_at ' + ' '.join(command.path[1:]))}"
        lines += [f"{here} -a {below.path[-1]} -d {quoted(below.help)}" for below in command.subcommands]
        for option in command.options:
            words = " ".join(("-l " if n.startswith("--") else "-s ") + n.lstrip("-") for n in option.names)
            if option.value:
                words += {"@file": " -r -F", "@folder": " -x -a '(__fish_complete_directories)'",
                          "@none": " -x"}.get(values(option), f" -x -a {quoted(values(option))}")
            lines.append(f"{here} {words} -d {quoted(option.help)}")
        if any(values(entry) == "@file" for entry in command.positionals):
            lines.append(f"{here} -F")
    body = "\n".join(lines)
    return f"""# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion of {name}; rendered from its help

# True if the cursor is behind this command. Options and their values are no commands.
function __{name}_at
    set -l known {' '.join(quoted(' '.join(c.path[1:])) for c in program.all() if c is not program)}
    set -l at
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if contains -- $word {' '.join(sorted(valued))}
            set skip 1
        else if contains -- (string trim "$at $word") $known
            set at (string trim "$at $word")
        end
    end
    test "$at" = "$argv"
end

{body}
"""


def main(folder, programs):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in programs:
        name = pathlib.Path(path).name
        path = pathlib.Path(path).resolve()
        program = helptext.read(path, name)
        version = helptext.run(path, "--version").split()[-1]
        page = man_page((TEMPLATES / f"{name}.1.in").read_text(encoding="utf-8"), program, version)
        (folder / f"{name}.1.gz").write_bytes(gzip.compress(page.encode(), 9, mtime=0))
        if program.subcommands:
            for file, render in ((f"{name}.bash", bash), (f"{name}.zsh", zsh), (f"{name}.fish", fish)):
                (folder / file).write_text(render(program), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
