// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "support/testcase.h"

#include <QFile>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::Subject)

namespace {

constexpr auto kHead =
    "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
    "# What each gateway can do\n\n"
    "Written by the contract suite; do not edit. After a change: `ROOKERY_WRITE_CAPABILITIES=1 "
    "build/dev/tests/contract_gateways tst_capabilities`.\nEach row is a driver against the simulated gateway of its "
    "kind, logged in. "
    "`yes`: the driver says so. `seen`: the suite has seen it happen.\nA dash: it cannot, or it cannot be known.\n\n"
    "| gateway | login code | its life | quick login | own messages pushed | log | rkey | files "
    "staged | restart | version told | text arrived | picture arrived | events came |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

QString cell(bool yes)
{
    return yes ? u" yes |"_s : u" – |"_s;
}

QString seen(bool yes)
{
    return yes ? u" seen |"_s : u" – |"_s;
}

} // namespace

//! Keeps docs/protocol/capabilities.md true: it is what the drivers say of themselves and what happened here.
class TestCapabilities final : public TestCase
{
    Q_OBJECT

    QStringList m_rows;

    static QString page() { return QStringLiteral(ROOKERY_SOURCE_DIR "/docs/protocol/capabilities.md"); }

    static QString said(const QString &name, const Capabilities &can)
    {
        return u"| "_s + name + u" |"_s + cell(can.qrLogin) + cell(can.qrLifeStated) + cell(can.quickLogin)
            + cell(can.ownMessageEcho) + cell(can.logStream) + cell(can.rkey) + cell(can.stagedUpload)
            + cell(can.remoteRestart);
    }

    static bool textArrives(Link &link)
    {
        return link.finished(link.sendText(1, u"hello"_s)) && link.sim->ledger().size() == 1
            && link.sim->ledger().at(0).text == u"hello"_s;
    }
    static bool pictureArrives(Link &link)
    {
        const QByteArray bytes = QByteArray::fromBase64(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
        const auto staged = link.finished(link.gateway->stagePicture(bytes, hash, u"p.png"_s, seconds(600)));
        if (!staged || !link.finished(link.sendPicture(2, staged->file, bytes.size())))
            return false;
        return link.sim->ledger().constLast().pictureSha256 == QStringList{QString::fromLatin1(hash.toHex())};
    }

private Q_SLOTS:
    void everyGatewayIsLookedAt_data()
    {
        QTest::addColumn<Subject>("subject");
        for (const Subject &subject : subjects())
            addSubjectRow(subject);
    }
    void everyGatewayIsLookedAt()
    {
        QFETCH(const Subject, subject);
        sim::GatewayOptions options;
        options.loggedIn = true;
        options.traffic = 2;
        Link link(subject, options);
        QVERIFY(link.bringUp());
        link.pass(seconds(5)); // the version comes with the first answers, traffic with the first second
        QString row = said(QString::fromUtf8(QTest::currentDataTag()), link.gateway->capabilities());
        row += seen(!link.version.version.isEmpty());
        row += seen(textArrives(link));
        row += seen(pictureArrives(link));
        // where only who wrote can be answered, bringing it up has seen them write
        const bool events = link.answersOnly()
            || std::any_of(link.events.cbegin(), link.events.cend(),
                           [](const Event &event) { return std::holds_alternative<MessageEvent>(event.body); });
        m_rows.append(row + seen(events));
    }

    void thePageSaysTheSame()
    {
        const QByteArray now = kHead + m_rows.join(u'\n').toUtf8() + '\n';
        QFile file(page());
        if (qEnvironmentVariableIsSet("ROOKERY_WRITE_CAPABILITIES")) {
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            QCOMPARE(file.write(now), now.size());
            return;
        }
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(page()));
        const QStringList written = QString::fromUtf8(file.readAll()).split(u'\n');
        const QStringList expected = QString::fromUtf8(now).split(u'\n');
        for (qsizetype i = 0; i < std::min(written.size(), expected.size()); ++i)
            QCOMPARE(written.at(i), expected.at(i));
        QCOMPARE(written.size(), expected.size());
    }
};

ROOKERY_TEST(tst_capabilities, TestCapabilities)
#include "tst_capabilities.moc"
