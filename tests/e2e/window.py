# SPDX-License-Identifier: GPL-3.0-or-later
"""A window seen through AT-SPI: found by role and accessible name, as a screen reader finds it."""
import re
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

from harness import Failed, until  # noqa: E402

# Their children are cells without end: never walked while something else is looked for.
LISTS = {"table", "tree table", "tree", "list"}
TEXTS = {"text", "password text", "entry"}


def matches(wanted, text):
    return wanted is None or (wanted.search(text) is not None if isinstance(wanted, re.Pattern) else wanted == text)


class Widget:
    def __init__(self, accessible):
        self.at = accessible

    @property
    def name(self):
        return self.at.get_name() or ""

    @property
    def role(self):
        return self.at.get_role_name()

    @property
    def description(self):
        return self.at.get_description() or ""

    def has(self, state):
        return self.at.get_state_set().contains(state)

    def enabled(self):
        return self.has(Atspi.StateType.ENABLED)

    def showing(self):
        return self.has(Atspi.StateType.SHOWING)

    def text(self):
        face = self.at.get_text_iface()
        return Atspi.Text.get_text(face, 0, -1) if face else self.name

    def press(self):
        face = self.at.get_action_iface()
        names = [Atspi.Action.get_action_name(face, i) for i in range(Atspi.Action.get_n_actions(face))]
        index = next((i for i, n in enumerate(names) if n.lower() in ("press", "click", "toggle", "showmenu")), None)
        if index is None:
            raise Failed(f"{self.role} {self.name!r} cannot be pressed, only {names}")
        Atspi.Action.do_action(face, index)

    def click(self):
        """With the mouse, for what AT-SPI cannot press: list items, combo boxes, painted views."""
        box = Atspi.Component.get_extents(self.at.get_component_iface(), Atspi.CoordType.SCREEN)
        subprocess.run(["xdotool", "mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2), "click", "1"], check=True)

    def set_text(self, text):
        Atspi.EditableText.set_text_contents(self.at.get_editable_text_iface(), text)

    # tables
    def rows(self):
        return Atspi.Table.get_n_rows(self.at.get_table_iface())

    def columns(self):
        return Atspi.Table.get_n_columns(self.at.get_table_iface())

    def cell(self, row, column):
        return Atspi.Table.get_accessible_at(self.at.get_table_iface(), row, column).get_name() or ""

    def column(self, title):
        face = self.at.get_table_iface()
        for index in range(self.columns()):
            if (Atspi.Table.get_column_description(face, index) or "") == title:
                return index
        raise Failed(f"no column {title!r} in {self.name!r}")

    def cells(self):
        return [[self.cell(r, c) for c in range(self.columns())] for r in range(self.rows())]

    def click_cell(self, row, column):
        """Makes the row the current one too, which selecting it through AT-SPI does not; it must be in view."""
        Widget(Atspi.Table.get_accessible_at(self.at.get_table_iface(), row, column)).click()

    def extents(self, row, column):
        """x, y, width and height of a cell on the screen."""
        cell = Atspi.Table.get_accessible_at(self.at.get_table_iface(), row, column)
        box = Atspi.Component.get_extents(cell.get_component_iface(), Atspi.CoordType.SCREEN)
        return box.x, box.y, box.width, box.height

    def select_row(self, row):
        Atspi.Table.add_row_selection(self.at.get_table_iface(), row)

    def children(self):
        found = []
        for i in range(self.at.get_child_count()):
            child = self.at.get_child_at_index(i)
            if child is not None:
                found.append(Widget(child))
        return found

    def walk(self, into_lists=False):
        """This and all below, the shown ones first found."""
        waiting = [self]
        while waiting:
            widget = waiting.pop(0)
            yield widget
            try:
                if into_lists or widget.role not in LISTS:
                    waiting.extend(widget.children())
            except Exception:  # gone while we walked
                continue

    def tree(self, depth=0):
        """For a person who writes a test."""
        line = "  " * depth + f"{self.role} {self.name!r}" + ("" if self.showing() else " (hidden)")
        below = [] if self.role in LISTS else [c.tree(depth + 1) for c in self.children()]
        return "\n".join([line, *below])


class Window:
    """The whole program: everything shown by any of its windows."""

    def __init__(self, name, process):
        self.name = name
        self.process = process
        Atspi.init()
        Atspi.set_timeout(3000, 10000)
        self.root = until(f"{name} on the accessibility bus", self._root, deadline=30)

    def _root(self):
        if self.process.poll() is not None:
            raise Failed(f"{self.name} ended with {self.process.returncode}")
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                child.set_cache_mask(Atspi.Cache.NONE)  # nobody runs a main loop that would keep a cache true
                return Widget(child)
        return None

    def all(self, role=None, name=None, within=None, shown=True):
        found = []
        for widget in (within or self.root).walk():
            try:
                if (role is None or widget.role in ({role} if isinstance(role, str) else role)) and matches(name, widget.name) \
                        and (not shown or widget.showing()):
                    found.append(widget)
            except Exception:
                continue
        return found

    def find(self, role, name=None, within=None, deadline=10.0, shown=True):
        return until(f"{role} {name!r}", lambda: self.all(role, name, within, shown), deadline)[0]

    def press(self, name, role=("push button", "toggle button", "radio button", "menu item"), within=None, deadline=10.0):
        button = self.find(role, name, within, deadline)
        until(f"{name!r} enabled", button.enabled, deadline)
        button.press()

    def key(self, keys):
        """To the main window; without a window manager it takes a click (on the program's name) to give it the focus."""
        subprocess.run(["xdotool", "mousemove", "60", "20", "click", "1", "sleep", "0.2", "key", keys], check=True)

    def fill(self, name, text, within=None):
        self.find(TEXTS, name, within).set_text(text)

    def choose(self, item, stays=True):
        """Takes the item of this text in whichever shown combo box has it (on Linux Qt names a combo box by its choice);
        `stays`: the box is still there then."""
        def box_and_item():
            for box in self.all("combo box"):
                for entry in (e for part in box.children() for e in part.children()):
                    if entry.name == item:
                        return box, entry
            return None
        box, entry = until(f"a combo box with {item!r}", box_and_item)
        box.click()
        until(f"item {item!r} unfolded", entry.showing)
        entry.click()
        if stays:
            until(f"{item!r} chosen", lambda: box.name == item)

    def table(self, name, **where):
        return self.find(("table", "tree table", "tree"), name, **where)

    def wait_rows(self, table, wanted, deadline=10.0):
        """Until the rows, as lists of cell texts, please; gives them."""
        return until(f"rows of {table.name!r}", lambda: (lambda rows: rows if wanted(rows) else None)(table.cells()), deadline, 0.2)

    def has_ended(self, deadline=10.0):
        return until(f"{self.name} ends", lambda: self.process.poll() is not None, deadline)

    def wait_text(self, pattern, deadline=10.0, within=None):
        """Until anything shown has this in its name or text."""
        expression = re.compile(pattern)

        def probe():
            for widget in self.all(within=within):
                if expression.search(widget.name) or (widget.role in TEXTS and expression.search(widget.text())):
                    return widget
            return None
        return until(f"{pattern!r} on the screen", probe, deadline)

    def tree(self):
        return self.root.tree()
