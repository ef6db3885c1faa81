#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/tidy.py checks after a change: what changed, and each header that changed at least once."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "scripts"))
sys.dont_write_bytecode = True
import tidy  # noqa: E402

FILES = {
    "core/a.h": "",
    "core/b.h": '#include "core/a.h"\n',
    "core/a.cpp": '#include "a.h"\n',
    "core/b.cpp": '#include "b.h"\n#include "a.moc"\n#include <vector>\n',
    "core/c.cpp": '#include "core/b.h"\n',
    "core/d.cpp": "",
}


class TidyChecksWhatChanged(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        (self.root / "core").mkdir()
        (self.root / "scripts").mkdir()
        for name, text in FILES.items():
            self.write(name, text)
        self.record({source.path for source in self.sources()})

    def write(self, name, text):
        (self.root / name).write_text(text)

    def sources(self, rules=b""):
        tree = tidy.Tree(self.root)
        return [tidy.Source(tree, name, ("core", "."), rules) for name in sorted(FILES)
                if name.endswith(".cpp") and (self.root / name).exists()]

    def record(self, done):
        tree = tidy.Tree(self.root)
        tidy.record(tree, self.sources(), tidy.passed_forms(tree), done)

    def planned(self, rules=b""):
        must, rest = tidy.plan(self.sources(rules), tidy.passed_forms(tidy.Tree(self.root)))
        return [s.path for s in must], [s.path for s in rest]

    def test_nothing_changed(self):
        self.assertEqual(self.planned(), ([], []))

    def test_a_source_that_changed_must_be_checked(self):
        self.write("core/d.cpp", "int d;\n")
        self.assertEqual(self.planned(), (["core/d.cpp"], []))

    def test_a_header_that_changed_must_be_seen_once(self):
        self.write("core/b.h", '#include "core/a.h"\nint b;\n')
        self.assertEqual(self.planned(), (["core/b.cpp"], ["core/c.cpp"]))

    def test_one_source_may_show_several_headers(self):
        self.write("core/a.h", "int a;\n")
        self.write("core/b.h", '#include "core/a.h"\nint b;\n')
        self.assertEqual(self.planned(), (["core/b.cpp"], ["core/a.cpp", "core/c.cpp"]))

    def test_a_source_that_changed_shows_its_headers(self):
        self.write("core/b.h", '#include "core/a.h"\nint b;\n')
        self.write("core/c.cpp", '#include "core/b.h"\nint c;\n')
        self.assertEqual(self.planned(), (["core/c.cpp"], ["core/b.cpp"]))

    def test_other_rules_mean_all(self):
        self.assertEqual(self.planned(b"Checks: none"), ([n for n in sorted(FILES) if n.endswith(".cpp")], []))

    def test_a_run_that_was_cut_short_goes_on(self):
        self.write("core/a.h", "int a;\n")
        self.record({"core/b.cpp"})
        self.assertEqual(self.planned(), ([], ["core/a.cpp", "core/c.cpp"]))

    def test_what_is_gone_is_forgotten(self):
        (self.root / "core/d.cpp").unlink()
        self.record(set())
        self.assertNotIn("core/d.cpp", (self.root / tidy.PASSED).read_text())


if __name__ == "__main__":
    unittest.main()
