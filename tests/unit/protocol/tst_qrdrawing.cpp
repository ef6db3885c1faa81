// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/qrdrawing.h"

#include "support/qrdrawings.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::protocol {

using test::Drawing;

namespace {

const QString kText = u"https://login.weixin.qq.com/l/AbCdEf0123=="_s;

QrModules modulesOf(const QString &text)
{
    const qrcodegen::QrCode code = test::encode(text);
    QrModules modules{.size = code.getSize(), .dark = {}};
    modules.dark.reserve(std::size_t(code.getSize()) * std::size_t(code.getSize()));
    for (int y = 0; y < modules.size; ++y) {
        for (int x = 0; x < modules.size; ++x)
            modules.dark.push_back(code.getModule(x, y));
    }
    return modules;
}

//! All symbols that a stream of lines gives, and on which lines.
struct Found {
    QList<QrModules> symbols;
    QList<qsizetype> lines;
};

Found readAll(const QStringList &lines)
{
    QrDrawingReader reader;
    Found found;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (const auto symbol = reader.feed(lines[i])) {
            found.symbols.append(*symbol);
            found.lines.append(i);
        }
    }
    return found;
}

void compareOne(const QStringList &lines, const QString &text)
{
    const Found found = readAll(lines);
    QCOMPARE(found.symbols.size(), 1);
    QVERIFY(found.symbols.first() == modulesOf(text));
}

} // namespace

class TestQrDrawing final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryWayOfDrawing_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<bool>("light");
        QTest::addColumn<int>("quiet");
        const std::pair<const char *, Drawing> ways[] = {
            {"full blocks", Drawing::Full}, {"half blocks", Drawing::Half}, {"plain characters", Drawing::Plain}};
        for (const auto &[name, way] : ways) {
            for (const bool light : {false, true}) {
                for (const int quiet : {0, 1, 2, 4}) {
                    QTest::addRow("%s, %s, quiet zone %d", name, light ? "light printed" : "dark printed", quiet)
                        << int(way) << light << quiet;
                }
            }
        }
    }
    void readsEveryWayOfDrawing()
    {
        QFETCH(const int, way);
        QFETCH(const bool, light);
        QFETCH(const int, quiet);
        const QStringList lines = test::draw(kText, Drawing(way), light, quiet);
        compareOne(lines, kText);
        QStringList trimmed = lines;
        for (QString &line : trimmed) {
            while (line.endsWith(u' '))
                line.chop(1);
        }
        compareOne(trimmed, kText);
    }

    void readsTheDrawingOfGoQrcodeBehindItsLogPrefix()
    {
        QStringList lines = test::draw(kText, Drawing::Full, false, 4);
        QCOMPARE(lines.size(), 37);
        QCOMPARE(lines.first(), QString(74, u' '));
        lines.first().prepend(u"2024-03-15T10:20:30.123+0800\tINFO\twechat/bot.go:57\t"_s);
        lines.append(QString());
        lines.prepend(u"2024-03-15T10:20:30.122+0800\tINFO\twechat/bot.go:56\t请使用微信扫描下面二维码登录"_s);
        compareOne(lines, kText);
        // the code is there with its last row, not only when something follows
        QCOMPARE(readAll(lines).lines.first(), 1 + 4 + 29 - 1);
    }

    void readsADrawingWhoseEveryLineHasAPrefix()
    {
        for (const Drawing way : {Drawing::Full, Drawing::Half}) {
            QStringList lines = test::draw(kText, way, false, 4);
            lines.first().prepend(u"2024-03-15T10:20:30.123+0800\tINFO\twechat/bot.go:57\t"_s);
            for (QString &line : lines)
                line.prepend(u"geekai-api  | "_s);
            compareOne(lines, kText);
        }
    }

    void readsADrawingThatBeginsBehindAPrefix()
    {
        for (const QString &prefix : {u"[info] "_s, u"INFO\t"_s}) {
            QStringList lines = test::draw(kText, Drawing::Half, false, 0);
            lines.first().prepend(prefix);
            compareOne(lines, kText);
        }
    }

    void readsEverySize()
    {
        for (const int length : {1, 20, 100, 400, 1200, 2300}) {
            const QString text(length, u'x');
            compareOne(test::draw(text, Drawing::Full, false, 4), text);
            compareOne(test::draw(text, Drawing::Half, true, 2), text);
        }
    }

    void readsOneAfterTheOther()
    {
        const QStringList lines = test::draw(kText, Drawing::Full, false, 4)
            + QStringList{QString(), u"@@@ ..."_s, u"expired..."_s}
            + test::draw(u"https://example.org/other"_s, Drawing::Half, true, 1);
        const Found found = readAll(lines);
        QCOMPARE(found.symbols.size(), 2);
        QVERIFY(found.symbols.last() == modulesOf(u"https://example.org/other"_s));
    }

    void breaksOffWhatIsCutOrInterrupted()
    {
        const QStringList whole = test::draw(kText, Drawing::Full, false, 4);
        QVERIFY(readAll(whole.mid(0, 32)).symbols.isEmpty());
        QVERIFY(readAll(whole.mid(5)).symbols.isEmpty());
        QStringList interrupted = whole;
        interrupted.insert(20, u"2024/03/15 10:20:31 RetCode:0  Selector:0"_s);
        QVERIFY(readAll(interrupted).symbols.isEmpty());
        QStringList narrow = whole;
        for (QString &line : narrow)
            line.truncate(40);
        QVERIFY(readAll(narrow).symbols.isEmpty());
        // what is broken does not spoil what follows
        QCOMPARE(readAll(interrupted + whole).symbols.size(), 1);
    }

    void refusesWhatHasNoCorners()
    {
        for (const int row : {4, 10, 26, 32}) {
            QStringList lines = test::draw(kText, Drawing::Full, false, 4);
            lines[row].replace(8, 2, lines[row].mid(8, 2) == u"  "_s ? u"██"_s : u"  "_s);
            QVERIFY(readAll(lines).symbols.isEmpty());
        }
        QVERIFY(readAll(QStringList(60, QString(58, u'█'))).symbols.isEmpty());
        QVERIFY(readAll({u"[████████████            ] 50%"_s, u"...."_s, u"user@host ^^^"_s}).symbols.isEmpty());
    }

    void refusesHalfSquares()
    {
        QStringList lines = test::draw(kText, Drawing::Full, false, 4);
        lines[15].replace(30, 2, u"█ "_s);
        QVERIFY(readAll(lines).symbols.isEmpty());
    }

    void staysSmallWhateverComes()
    {
        QrDrawingReader reader;
        for (int i = 0; i < 1000; ++i)
            QVERIFY(!reader.feed(QString(300, u'█')));
        QVERIFY(!reader.feed(QString(1'000'000, u'█')));
        QVERIFY(!reader.isDrawing());
        const QStringList lines = test::draw(kText, Drawing::Half, true, 2);
        QVERIFY(!reader.feed(lines.first()));
        QVERIFY(reader.isDrawing());
        reader.reset();
        QVERIFY(!reader.isDrawing());
    }
};

} // namespace rookery::protocol

using rookery::protocol::TestQrDrawing;

ROOKERY_TEST(tst_qrdrawing, TestQrDrawing)
#include "tst_qrdrawing.moc"
