// SPDX-License-Identifier: GPL-3.0-or-later
#include "simgateway.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated GeekAI installation: its files to the byte, and its two servers.
class TestGeekAi final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theLogHasTheRealOnesLines()
    {
        start();
        const QStringList lines = logLines(u"app.log"_s);
        QVERIFY(lines.at(0).endsWith(u"\tLoading config file: config.toml"_s));
        QVERIFY(lines.at(1).endsWith(u"\tStarting WeChat Bot..."_s));
        QVERIFY(lines.at(2).endsWith(u"\t请使用微信扫描下面二维码登录"_s));
        static const QRegularExpression head(
            u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0800\\tINFO\\t\\w+/\\w+\\.go:\\d+\\t"_s);
        // the drawing: its first, blank row stands on the log line; 37 rows of 74 columns, then an empty line
        const QRegularExpressionMatch first = head.match(lines.at(3));
        QVERIFY(first.hasMatch());
        QCOMPARE(lines.at(3).sliced(first.capturedLength()), QString(74, u' '));
        for (int row = 1; row < 37; ++row)
            QCOMPARE(lines.at(3 + row).size(), 74);
        QCOMPARE(lines.at(40), QString());
        QVERIFY(lines.at(7).startsWith(QString(8, u' ') + QString(14, u'█')));
        QVERIFY(logLines(u"stderr.log"_s).join(u' ').isEmpty());
    }

    void aScanIsToldOnBothStreamsAndOpensThePort()
    {
        start();
        QVERIFY(!isListening());
        ROOKERY_VERIFY_RESULT(m_sim->confirmQr());
        QVERIFY(isListening());
        const QStringList library = logLines(u"stderr.log"_s);
        QCOMPARE(library.size(), 3);
        static const QRegularExpression head(u"^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d "_s);
        QCOMPARE(QString(library.at(0)).remove(head), u"扫码成功,请在手机上确认登录"_s);
        QCOMPARE(QString(library.at(1)).remove(head), u"登录成功"_s);
        QCOMPARE(QString(library.at(2)).remove(head), u"RetCode:0  Selector:0"_s);
        m_clock.advance(seconds(50));
        QCOMPARE(logLines(u"stderr.log"_s).size(), 5);
        ROOKERY_VERIFY_RESULT(m_sim->kick());
        m_clock.advance(seconds(100));
        QVERIFY(logLines(u"stderr.log"_s).constLast().endsWith(u" RetCode:1101  Selector:0"_s));
        QVERIFY(!m_sim->kick()); // over once and for all
    }

    void anExpiredCodeOpensThePortWithoutABot()
    {
        GatewayOptions options;
        options.qrLife = seconds(60);
        start(options);
        m_clock.advance(seconds(59));
        QVERIFY(!isListening());
        m_clock.advance(seconds(2));
        QVERIFY(isListening());
        const QStringList lines = logLines(u"app.log"_s);
        QVERIFY(lines.at(lines.size() - 2).endsWith(u"\t微信登录失败：login timeout"_s));
        QVERIFY(lines.at(lines.size() - 2).contains(u"\tERROR\t"_s));
        QVERIFY(!m_sim->expireQr());
        QVERIFY(!m_sim->confirmQr());
    }

    void rotationBeginsANewFile()
    {
        start();
        ROOKERY_VERIFY_RESULT(m_sim->setFault(u"rotate-log"_s));
        ROOKERY_VERIFY_RESULT(m_sim->confirmQr());
        QCOMPARE(logLines(u"app.log"_s).size(), 2);
        QCOMPARE(QDir(m_folder->path()).entryList({u"app-*.log"_s}).size(), 1);
    }

private:
    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }
    void finish() override
    {
        m_sim.reset();
        m_folder.reset();
    }
    void start(GatewayOptions options = {})
    {
        options.kind = u"geekai"_s;
        options.folder = m_folder->path();
        m_sim = std::make_unique<SimGateway>(m_clock, options);
        ROOKERY_VERIFY_RESULT(m_sim->start());
    }
    [[nodiscard]] bool isListening() const { return m_sim->state().value("listening"_L1).toBool(); }
    [[nodiscard]] QStringList logLines(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        lines.removeLast(); // behind the last line end
        return lines;
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SimGateway> m_sim;
};

ROOKERY_TEST(tst_geekai, TestGeekAi)
#include "tst_geekai.moc"
