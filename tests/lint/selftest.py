#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule must fail on a bad sample, at the right line, and be silent on the good one beside it."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.dont_write_bytecode = True
import kindfiles  # noqa: E402
import lint  # noqa: E402

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"


def ts(translation):
    return ('<?xml version="1.0"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="zh_CN">\n<context><name>C</name>\n<message>\n'
            f"<source>Send</source>\n{translation}\n</message></context></TS>\n")


def advice(translation):
    """A button's name and a sentence that tells to press it."""
    return ts("<translation>发送</translation></message><message>\n<source>Press Send again.</source>\n"
              f"<translation>{translation}</translation>")


def spread(*names):
    """A tree in which those files name the one kind, and others that are its own, or only speak of it."""
    return {
        "core/model/kind.h": SPDX + "enum class GatewayKind {\n    NapCat, //!< one\n};\n",
        "core/model/kinds.cpp": SPDX + '{.kind = GatewayKind::NapCat,\n .id = "napcat"_L1,\n .rules = "napcat"_L1},\n',
        "core/gateway/kinds.cpp": SPDX + '#include "napcat/kind.h"\n',
        "core/gateway/CMakeLists.txt": "# SPDX\ntarget_link_libraries(rookery_gateway_napcat PRIVATE x)\n",
        "ui/text/kindwording.cpp": SPDX + '{"napcat"_L1},\n',
        "core/gateway/napcat/kind.cpp": SPDX + "KindInfo napCatKind() { return {.kind = GatewayKind::NapCat}; }\n",
        "core/gateway/onebot11/dialects.cpp": SPDX + "f(napcatDialect());\n",
        "core/logrules/logformats.cpp": SPDX + "case LogFormat::NapCat:\n",
        "core/logrules/napcatlogparser.cpp": SPDX + "class NapCatLogParser\n",
        "ui/logs/a.cpp": SPDX + 'f(tr("NapCat")); // as NapCat "napcat"\nint napcats;\n',
        "app/rookeryctl/a.cpp": SPDX + 'f("napcat");\n',
        **{name: SPDX + "\nf(makeNapCat());\n" for name in names},
    }


# rule, file, bad text, line of the finding, good text; where one file is not enough, the texts are those of several
SAMPLES = [
    ("layers", "core/io/a.cpp", SPDX + '#include "engine/engine.h"\n', 2, SPDX + '#include "base/result.h"\n#include "io/network.h"\n'),
    ("layers", "core/gateway/napcat/a.cpp", SPDX + '#include "session/x.h"\n', 2, SPDX + '#include "io/x.h"\n#include "gateway/gateway.h"\n'),
    ("layers", "app/rookery-sim/a.cpp", SPDX + '\n#include "protocol/onebot11.h"\n', 3, SPDX + '#include "io/httplistener.h"\n'),
    ("layers", "app/rookery-sim/b.cpp", SPDX + '#include "model/event.h"\n', 2, SPDX + '#include "base/clock.h"\n'),
    ("layers", "ui/logs/a.cpp", SPDX + '#include "store/database.h"\n', 2, SPDX + '#include "engine/engine.h"\n#include "kit/theme.h"\n'),
    ("layers", "ui/logs/b.cpp", SPDX + '#include "overview/accountmodel.h"\n', 2, SPDX + '#include "logview.h"\n#include "text/wording.h"\n'),
    ("layers", "ui/kit/a.cpp", SPDX + '#include "login/logintile.h"\n', 2, SPDX + '#include "kit/theme.h"\n#include "engine/engine.h"\n'),
    ("layers", "app/rookery/a.cpp", SPDX + '#include "ui/gateways/portview.h"\n', 2, SPDX + '#include "ui/shell/mainwindow.h"\n'),
    ("layers", "ui/shell/a.cpp", SPDX + '#include "store/database.h"\n', 2, SPDX + '#include "login/loginpage.h"\n#include "kit/page.h"\n'),
    ("layers", "ui/text/a.cpp", SPDX + '#include "engine/engine.h"\n', 2, SPDX + '#include "model/session.h"\n'),
    ("layers", "app/rookeryctl/a.cpp", SPDX + '#include "ui/logs/overview.h"\n', 2, SPDX + '#include "ui/text/words.h"\n'),
    ("layers", "core/base/a.h", SPDX + '#include "model/event.h"\n', 2, SPDX + '#include "base/result.h"\n'),
    ("layers", "core/unheardof/a.cpp", SPDX, 1, None),
    ("kinds", "core/gateway/ilink/a.cpp", SPDX + '#include "gateway/milky/b.h"\n', 2, SPDX + '#include "gateway/gateway.h"\n'),
    ("kinds", "core/gateway/a.cpp", SPDX + '#include "gateway/napcat/b.h"\n', 2, SPDX + '#include "base/clock.h"\n'),
    ("kinds", "core/gateway/onebot11/a.cpp", SPDX + '#include "gateway/llbot/b.h"\n', 2, None),
    ("kinds", "core/gateway/llbot/a.cpp", SPDX + '#include "gateway/milky/b.h"\n', 2,
     SPDX + '#include "gateway/onebot11/b.h"\nvoid f(GatewayKind) { f(GatewayKind::LLBot); }\n'),
    ("kinds", "ui/text/a.cpp", SPDX + "bool f(GatewayKind kind)\n{\n    return kind == GatewayKind::ILink;\n}\n", 4,
     SPDX + "bool f(GatewayKind kind)\n{\n    return traitsOf(kind).isMonitored; // GatewayKind::ILink\n}\n"),
    ("kind-files", "ui/shell/a.cpp", spread("core/engine/a.cpp", "ui/shell/a.cpp"), 3, spread("core/engine/a.cpp")),
    ("port", "core/session/a.h", SPDX + "#include <QJsonObject>\nvoid f(const QJsonObject &data);\n", 3, SPDX + "// a QJsonObject\n"),
    ("port", "core/gateway/napcat/a.cpp", SPDX + "bool f() { return epoch == m_epoch; }\n", 2, SPDX + "bool f() { return attempt.isOver(); }\n"),
    ("widgets", "core/media/a.cpp", SPDX + "#include <QMessageBox>\n", 2, SPDX + "#include <QImageReader>\n"),
    ("widgets", "ui/logs/a.cpp", SPDX + "#include <sqlite3.h>\n", 2, SPDX + "#include <QTableView>\n"),
    ("spdx", "core/io/a.h", "#pragma once\n", 1, SPDX + "#pragma once\n"),
    ("spdx", "tool", "#!/bin/sh\n", 1, "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n"),
    ("nested-loop", "ui/logs/a.cpp", SPDX + "void f()\n{\n    QEventLoop loop;\n}\n", 4, SPDX + "// QEventLoop is forbidden\nQEventLoopLocker lock;\n"),
    ("nested-loop", "core/io/a.cpp", SPDX + "void f() { socket.waitForConnected(5); }\n", 2, SPDX + "void waitForScan();\n"),
    ("nested-loop", "core/io/b.cpp", SPDX + "void f() { qApp->processEvents(); }\n", 2, SPDX + "// lint: allow nested-loop: its own thread\nvoid f() { process.waitForFinished(); }\n"),
    ("nested-loop", "ui/gateways/a.cpp", SPDX + "void f() { dialog->exec(); }\n", 2, SPDX + "void f() { dialog->open(); query.exec(); }\n"),
    ("nested-loop", "ui/gateways/b.cpp", SPDX + 'void f() { QFileDialog::getOpenFileName(this); }\n', 2, None),
    ("then", "core/io/a.cpp", SPDX + "void f() { future.then(this, [] {}); }\n", 2, SPDX + 'void f() { onResult(this, future, g); } // not .then(\nauto s = ".then(";\n'),
    ("singleton", "core/io/a.h", SPDX + "class A\n{\n    static A &instance();\n};\n", 4, SPDX + "class A\n{\n    static A parse();\n};\n"),
    ("singleton", "core/io/a.cpp", SPDX + "Q_GLOBAL_STATIC(A, a)\n", 2, SPDX + "static const A a;\n"),
    ("singleton", "core/io/b.cpp", SPDX + "A &theA()\n{\n    static A a;\n    return a;\n}\n", 4, SPDX + "const A &a()\n{\n    static const A a = load();\n    return a;\n}\n"),
    ("keywords", "core/io/a.h", SPDX + "class A\n{\nprivate slots:\n};\n", 4, SPDX + "class A\n{\nprivate Q_SLOTS:\nQ_SIGNALS:\n};\n"),
    ("keywords", "core/io/a.cpp", SPDX + "void f() { emit changed(); }\n", 2, SPDX + "void f() { Q_EMIT changed(); }\n"),
    ("leftover", "core/io/a.cpp", SPDX + "// TODO later\n", 2, SPDX + "// done\n"),
    ("leftover", "README.md", "FIXME\n", 1, "fine\n"),
    ("machine", "tests/peers/package-lock.json", '{\n"resolved": "https://' + "registry" + '.npmjs.org/x"\n}\n', 2, '{"version": "1"}\n'),
    ("machine", "scripts/a.sh", "# SPDX-License-Identifier: GPL-3.0-or-later\ncd /" + "home/somebody/rookery\n", 2, "# SPDX-License-Identifier: GPL-3.0-or-later\ncd /usr/share\n"),
    ("accessible-name", "ui/logs/a.cpp", SPDX + 'void f()\n{\n    a->setAccessibleName(tr("Send"));\n    b->setAccessibleName(tr("Send"));\n}\n', 5,
     SPDX + 'void f()\n{\n    a->setAccessibleName(tr("Send"));\n    b->setAccessibleName(tr("Stop"));\n}\n'),
    ("tooltip", "ui/logs/a.cpp", SPDX + 'void f() { a->setToolTip(account.nickname); }\n', 2, SPDX + 'void f()\n{\n    a->setToolTip(tr("Close"));\n    b->setToolTip(2, plainTip(name));\n}\n'),
    ("tooltip", "ui/logs/b.cpp", SPDX + 'void f() { a->setToolTip(tr("Of %1").arg(name)); }\n', 2, SPDX + 'void f() { a->setToolTip(\n        tr("One "\n           "two")); }\n'),
    ("tooltip", "ui/rkey/a.cpp", SPDX + "    case Qt::DisplayRole:\n    case Qt::ToolTipRole:\n        return name;\n", 3,
     SPDX + 'Q_EMIT dataChanged(a, a, {Qt::ToolTipRole});\nif (role == Qt::ToolTipRole && column)\n    return tr("x");\n    case Qt::ToolTipRole:\n        return plainTip(name);\n'),
    ("tooltip", "ui/rkey/b.cpp", SPDX + "if (role != Qt::ToolTipRole)\n    return {};\n", 2, None),
    ("links", "docs/a.md", "One\n\n![b](pictures/b.png)\n", 3, "[a](a.md) [docs](../docs) [top](a.md#top) [web](https://example.org/b.png)\n"),
    ("paths", "CONTRIBUTING.md", "One\n\nSee `scripts/gone.sh`.\n", 3, "`CONTRIBUTING.md`, `build/dev/x.h`, `core/<kind>/a.h`, `Result<T>`, `no suffix`\n"),
    ("paths", "docs/architecture.md", "`core/a.h`\n", 1, "`docs/architecture.md` in `docs/`\n"),
    ("translations", "translations/rookery_zh_CN.ts", ts('<translation type="unfinished">发送</translation>'), 6, ts("<translation>发送</translation>")),
    ("translations", "translations/rookery_en.ts", ts('<translation type="vanished">发送</translation>'), 6, None),
    ("retired-words", "translations/rookery_zh_CN.ts", ts("<translation>经由群发</translation>"), 6, ts("<translation>发送</translation>")),
    ("retired-words", "resources/rules/a.json", '{"rules": [\n{"zh_CN": {"title": "QQ 吞掉了消息"}}]}\n', 2,
     '{"rules": [\n{"zh_CN": {"title": "消息被 QQ 静默拦截"}}]}\n'),
    ("translations", "translations/rookery_ja.ts", ts("<translation></translation>"), 6, None),
    ("reasons", "core/base/reasons/a.h", SPDX + "inline constexpr ErrorReason Lost{0x101};\n", 2, "// Lost\n" + SPDX),
    ("button-names", "translations/rookery_zh_CN.ts", advice("请再点“送出”。"), 8, advice("请再点“发送”。")),
]


def findings(rule, name, text):
    with tempfile.TemporaryDirectory() as folder:
        for file, content in (text if isinstance(text, dict) else {name: text}).items():
            path = pathlib.Path(folder) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return [(f, line) for f, line, found, _ in lint.findings(folder) if found == rule]


class RulesCanFail(unittest.TestCase):
    def test_bad_samples_are_found_where_they_are(self):
        for rule, name, bad, line, _ in SAMPLES:
            with self.subTest(rule=rule, sample=str(bad)[-80:]):
                self.assertEqual(findings(rule, name, bad), [(name, line)])

    def test_good_samples_pass(self):
        for rule, name, _, _, good in SAMPLES:
            if good is not None:
                with self.subTest(rule=rule, sample=str(good)[-80:]):
                    self.assertEqual(findings(rule, name, good), [])

    def test_every_rule_has_a_bad_sample(self):
        self.assertEqual({sample[0] for sample in SAMPLES}, set(lint.RULES))

    def test_the_kinds_of_this_tree_are_counted(self):
        spreads = kindfiles.spread(lint.Tree(pathlib.Path(__file__).parent.parent.parent))
        self.assertGreater(len(spreads), 0)
        for kind, files in spreads:
            self.assertEqual(set(kindfiles.LISTS) - set(kindfiles.counted(files)), set(), kind.enumerator)

    def test_an_excuse_needs_a_reason(self):
        text = SPDX + "// lint: allow then:\nvoid f() { a.then(b); }\n"
        self.assertEqual(findings("then", "core/io/a.cpp", text), [("core/io/a.cpp", 3)])


if __name__ == "__main__":
    unittest.main()
