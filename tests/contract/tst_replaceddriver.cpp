// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "session/accountsession.h"
#include "support/testcase.h"

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::Subject)

//! A session whose driver is replaced while it waits for a scan: the new one's code is shown, and its scan counts.
class TestReplacedDriver final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<Subject>("subject");
        for (const Subject &subject : subjects())
            addSubjectRow(subject);
    }

    void aScanAfterAReplacementLogsIn_data()
    {
        QTest::addColumn<QString>("changed");
        for (const QString &changed : {u"token"_s, u"address"_s, u"certificate"_s, u"proxy"_s})
            QTest::newRow(qPrintable(changed)) << changed;
    }
    void aScanAfterAReplacementLogsIn()
    {
        QFETCH_GLOBAL(const Subject, subject);
        QFETCH(const QString, changed);
        Link link(subject);
        ROOKERY_NEEDS(link, qrLogin);
        ROOKERY_VERIFY_RESULT(link.started);
        const QUrl right = link.address();
        if (changed == u"token"_s && link.takesToken())
            link.token = u"not-the-token"_s;
        else if (changed == u"address"_s)
            link.address().setPort(9); // nothing answers there
        session::AccountSession session(link.profile, link.makeDriver(), link.clock, [] { return 0.5; });
        const auto code = [&session] {
            const auto &qr = session.snapshot().login.qr;
            return qr ? qr->text.reveal() : QString();
        };
        session.start();
        // what only watches reads the code in a log, whatever its address
        const bool works =
            !link.capabilities().actions || (link.address() == right && link.token != u"not-the-token"_s);
        if (works) {
            QVERIFY(link.until([&] { return code() == link.sim->qrUrl(); }));
        } else {
            link.pass(seconds(5));
            QVERIFY(code().isEmpty());
        }

        link.address() = right;
        link.token = accessTo(*link.sim, subject).token;
        GatewayProfile profile = link.profile;
        if (changed == u"certificate"_s)
            profile.pinnedSha256 = QByteArray(32, 'x'); // of no use without TLS, but another driver all the same
        session.replaceDriver(profile, link.makeDriver());
        QVERIFY(link.until([&] { return !code().isEmpty() && code() == link.sim->qrUrl(); }));
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return session.isOnline(); }));
        QVERIFY(code().isEmpty());
    }
};

ROOKERY_TEST(tst_replaceddriver, TestReplacedDriver)
#include "tst_replaceddriver.moc"
