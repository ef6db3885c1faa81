// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/logfilereader.h"
#include "logs/logsummary.h"
#include "support/testcase.h"
#include "unit/logrules/linewrappings.h"
#include "unit/logrules/loggenerations.h"
#include "unit/logs/indexedlines.h"

#include <QFile>
#include <QStringEncoder>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

using test::ExpectedEntry;
using test::LineWrapping;
using test::LogGeneration;

struct FileEncoding {
    const char *name = nullptr;
    const char *codec = nullptr;
    bool mark = false;
    QString said;
};

const std::vector<FileEncoding> &fileEncodings()
{
    static const std::vector<FileEncoding> all{
        {"UTF-8", "UTF-8", false, u"UTF-8"_s},       {"UTF-8 with a mark", "UTF-8", true, u"UTF-8"_s},
        {"UTF-16LE", "UTF-16LE", true, u"UTF-16"_s}, {"UTF-16BE", "UTF-16BE", true, u"UTF-16"_s},
        {"GB18030", "GB18030", false, u"GB18030"_s},
    };
    return all;
}

QByteArray encoded(const QString &text, const FileEncoding &encoding)
{
    QStringEncoder encoder(encoding.codec,
                           encoding.mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    return encoder(text);
}

//! Returns whether the wrapped console has the same bytes as the file that the generation writes itself.
bool isAlsoAFileOfItsOwn(const LogGeneration &generation, const LineWrapping &wrapping)
{
    return QLatin1StringView(generation.name) == "llbot 8, no time"_L1
        && QLatin1StringView(wrapping.name) == "docker desktop"_L1;
}

//! Returns the encodings in which a generation is written. Those of a kind that state every level take turns, so that
//! each sample is read in each encoding once.
std::vector<FileEncoding> encodingsFor(int generation)
{
    const std::vector<LogGeneration> &all = test::logGenerations();
    const auto takesPart = [&](const LogGeneration &one) {
        return one.kind == all[std::size_t(generation)].kind && one.hasLevel(LogLevel::Error);
    };
    if (!takesPart(all[std::size_t(generation)]))
        return {fileEncodings().front()};
    const auto turns = std::size_t(std::count_if(all.begin(), all.end(), takesPart));
    const auto turn = std::size_t(std::count_if(all.begin(), all.begin() + generation, takesPart));
    std::vector<FileEncoding> chosen;
    for (std::size_t e = turn; e < fileEncodings().size(); e += turns)
        chosen.push_back(fileEncodings()[e]);
    return chosen;
}

QString withoutEnd(QString text)
{
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    return text;
}

} // namespace

//! Every sample of every rule, as every generation writes it, in every wrapping and encoding.
class TestLogTable final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    // one function for each kind, since each has a time limit
    void everySampleOfNapCat_data() { addRows(GatewayKind::NapCat); }
    void everySampleOfNapCat() { everySampleIsReadInEveryWrappingAndEncoding(); }
    void everySampleOfLLBot_data() { addRows(GatewayKind::LLBot); }
    void everySampleOfLLBot() { everySampleIsReadInEveryWrappingAndEncoding(); }
    void everySampleOfLagrange_data() { addRows(GatewayKind::Lagrange); }
    void everySampleOfLagrange() { everySampleIsReadInEveryWrappingAndEncoding(); }
    void everySampleOfGeekAi_data() { addRows(GatewayKind::MonitoredService); }
    void everySampleOfGeekAi() { everySampleIsReadInEveryWrappingAndEncoding(); }

    void oneEntryTellsTheKind_data()
    {
        QTest::addColumn<int>("generation");
        for (int g = 0; g < int(test::logGenerations().size()); ++g)
            QTest::newRow(test::logGenerations()[std::size_t(g)].name) << g;
    }
    void oneEntryTellsTheKind()
    {
        QFETCH(const int, generation);
        const LogGeneration &of = test::logGenerations()[std::size_t(generation)];
        const logrules::RuleSet &rules = rulesOf(of.kind);
        std::size_t turn = 0;
        std::size_t sample = 0;
        for (const ExpectedEntry &entry : test::samplesOf(of.kind)) {
            const QStringList lines = of.lines(entry);
            if (!of.hasLevel(entry.level) || test::isBare(entry) || !tellsTheKind(of, lines))
                continue;
            constexpr std::size_t kStep = 6; // the samples take turns: whose log it is hardly depends on them
            for (std::size_t w = sample++ % kStep; w < test::lineWrappings().size(); w += kStep) {
                const LineWrapping &around = test::lineWrappings()[w];
                if (isAlsoAFileOfItsOwn(of, around))
                    continue;
                const FileEncoding &encoding = fileEncodings()[++turn % fileEncodings().size()];
                QString content;
                for (const QString &line : lines)
                    content += around.wrap(line) + u'\n';
                write(encoded(content, encoding));
                const QString where =
                    QLatin1StringView(around.name) + u", "_s + QLatin1StringView(encoding.name) + u": "_s + content;
                QVERIFY2(kindOfLogFile(m_path) == of.kind, qPrintable(where + u"\nthe kind"_s));
                const auto read = readLogFile(m_path, of.kind, rules, 10);
                ROOKERY_VERIFY_RESULT(read);
                QVERIFY2(read->lines.size() == 1, qPrintable(where + u"\nthe number of entries"_s));
                QVERIFY2(differences(of, rules, entry, read->lines[0]).isEmpty(),
                         qPrintable(where + differences(of, rules, entry, read->lines[0])));
                compareWithSummary(*read, of.kind, where);
            }
        }
    }

private:
    static void addRows(GatewayKind kind)
    {
        QTest::addColumn<int>("generation");
        QTest::addColumn<int>("wrapping");
        for (int g = 0; g < int(test::logGenerations().size()); ++g) {
            for (int w = 0; w < int(test::lineWrappings().size()); ++w) {
                if (test::logGenerations()[std::size_t(g)].kind != kind
                    || isAlsoAFileOfItsOwn(test::logGenerations()[std::size_t(g)],
                                           test::lineWrappings()[std::size_t(w)]))
                    continue;
                QTest::addRow("%s, %s", test::logGenerations()[std::size_t(g)].name,
                              test::lineWrappings()[std::size_t(w)].name)
                    << g << w;
            }
        }
    }
    void everySampleIsReadInEveryWrappingAndEncoding()
    {
        QFETCH(const int, generation);
        QFETCH(const int, wrapping);
        const LogGeneration &of = test::logGenerations()[std::size_t(generation)];
        const LineWrapping &around = test::lineWrappings()[std::size_t(wrapping)];
        const std::vector<ExpectedEntry> entries = test::expectedEntries(of);
        QString content;
        for (const ExpectedEntry &entry : entries) {
            const QStringList lines = of.lines(entry);
            for (const QString &line : lines)
                content += around.wrap(line) + u'\n';
        }
        const std::vector<FileEncoding> encodings = encodingsFor(generation);
        for (const FileEncoding &encoding : encodings) {
            const QString where = QLatin1StringView(encoding.name) + u": "_s;
            write(encoded(content, encoding));
            QVERIFY2(kindOfLogFile(m_path) == of.kind, qPrintable(where + u"the kind"_s));
            const logrules::RuleSet &rules = rulesOf(of.kind);
            const auto read = readLogFile(m_path, of.kind, rules, 100'000);
            ROOKERY_VERIFY_RESULT(read);
            for (std::size_t i = 0; i < entries.size() && qsizetype(i) < read->lines.size(); ++i)
                QVERIFY2(differences(of, rules, entries[i], read->lines[qsizetype(i)]).isEmpty(),
                         qPrintable(where + differences(of, rules, entries[i], read->lines[qsizetype(i)])));
            QVERIFY2(read->lines.size() == qsizetype(entries.size()), qPrintable(where + u"the number of entries"_s));
            QVERIFY2(read->reading.wrappings.join(u',') == around.said,
                     qPrintable(where + read->reading.wrappings.join(u',')));
            QVERIFY2(read->reading.encoding == encoding.said, qPrintable(where + read->reading.encoding));
            compareWithSummary(*read, of.kind, where);
            QVERIFY2(test::indexedLines(m_path, of.kind, rules) == read->lines,
                     qPrintable(where + u"the lines of the index"_s));
        }
    }
    //! Lagrange also writes lines without any mark, which may come from any program.
    static bool tellsTheKind(const LogGeneration &of, const QStringList &lines)
    {
        return of.kind != GatewayKind::Lagrange || lines.constFirst().contains(": Lagrange."_L1);
    }
    static QString differences(const LogGeneration &of, const logrules::RuleSet &rules, const ExpectedEntry &wanted,
                               const LogLine &got)
    {
        const bool bare = test::isBare(wanted);
        const LogLine line = bare ? rules.makeLine(wanted.level, wanted.text)
                                  : rules.makeLine(wanted.level, of.logger + wanted.text, of.logger.size());
        if (got.level == wanted.level && got.ruleId == wanted.ruleId && withoutEnd(got.text) == withoutEnd(line.text))
            return {};
        return u"%1 [%2] %3\nis read as\n%4 [%5] %6"_s.arg(wanted.ruleId, nameOf(wanted.level), line.text, got.ruleId,
                                                           nameOf(got.level), got.text);
    }
    void compareWithSummary(const LogFile &read, GatewayKind kind, const QString &where)
    {
        const auto summary = summarizeLog(m_path, kind, rulesOf(kind));
        ROOKERY_VERIFY_RESULT(summary);
        QMap<QString, qint64> rules;
        std::array<qint64, 5> levels{};
        for (const LogLine &line : read.lines) {
            ++levels[std::size_t(line.level)];
            if (!line.ruleId.isEmpty())
                ++rules[line.ruleId];
        }
        QVERIFY2(summary->entries == read.lines.size(), qPrintable(where + u"the summary's entries"_s));
        QVERIFY2(summary->rules == rules, qPrintable(where + u"the summary's rules"_s));
        QVERIFY2(summary->levels == levels, qPrintable(where + u"the summary's levels"_s));
        QVERIFY2(summary->reading.encoding == read.reading.encoding, qPrintable(where + u"the summary's encoding"_s));
        QVERIFY2(summary->reading.wrappings == read.reading.wrappings,
                 qPrintable(where + u"the summary's wrappings"_s));
        QVERIFY2(summary->last == read.lines.constLast().time, qPrintable(where + u"the summary's last time"_s));
    }
    const logrules::RuleSet &rulesOf(GatewayKind kind)
    {
        if (!m_rules.contains(kind))
            m_rules.insert(kind, logrules::RuleSet::builtInOrNone(kind));
        return m_rules[kind];
    }
    void write(const QByteArray &content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
    }

    QHash<GatewayKind, logrules::RuleSet> m_rules;
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"a.log"_s);
};

} // namespace rookery::logs

ROOKERY_TEST(tst_logtable, rookery::logs::TestLogTable)
#include "tst_logtable.moc"
