// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "ui/gateways/tokendialog.h"
#include "ui/kit/accountactions.h"
#include "ui/shell/windowdialogs.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestAccountActions final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenThatWeMakeIsMadeAndThatOfAPanelIsTyped_data()
    {
        QTest::addColumn<GatewayKind>("kind");
        QTest::addColumn<OneBotTransportKind>("way");
        QTest::addColumn<bool>("made");
        QTest::newRow("connects to Rookery") << GatewayKind::OneBot11 << OneBotTransportKind::Reverse << true;
        QTest::newRow("posts") << GatewayKind::OneBot11 << OneBotTransportKind::HttpPost << true;
        QTest::newRow("lagrange dials in") << GatewayKind::Lagrange << OneBotTransportKind::Reverse << true;
        QTest::newRow("is dialled") << GatewayKind::OneBot11 << OneBotTransportKind::Socket << false;
        QTest::newRow("dials in, and has a panel") << GatewayKind::LLBot << OneBotTransportKind::Reverse << false;
    }
    void aTokenThatWeMakeIsMadeAndThatOfAPanelIsTyped()
    {
        QFETCH(const GatewayKind, kind);
        QFETCH(const OneBotTransportKind, way);
        QFETCH(const bool, made);
        GatewayProfile profile;
        profile.id = GatewayId(u"one"_s);
        profile.kind = kind;
        profile.way = way;
        SampleEngine engine;
        QWidget page;
        WindowDialogs dialogs(engine, m_theme);
        AccountActions actions(engine, m_theme, dialogs, &page);
        actions.changeToken(profile);
        QCOMPARE(page.findChild<MadeTokenDialog *>() != nullptr, made);
        QCOMPARE(page.findChild<TokenDialog *>() != nullptr, !made);
    }

    void aPortThatRefusedUsCanBeTriedAgainWhileTheAccountIsOnline_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("up");
        QTest::addColumn<bool>("offered");
        const Error token{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong};
        const Error certificate{.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted};
        const Error lost{.kind = ErrorKind::Network, .reason = Reason::ConnectionLost};
        QTest::newRow("token") << u"onebot"_s << token << false << true;
        QTest::newRow("certificate") << u"onebot"_s << certificate << false << true;
        QTest::newRow("up again") << u"onebot"_s << token << true << false;
        QTest::newRow("comes back by itself") << u"onebot"_s << lost << false << false;
        QTest::newRow("asked again by itself") << u"logs"_s << token << false << false;
    }
    void aPortThatRefusedUsCanBeTriedAgainWhileTheAccountIsOnline()
    {
        QFETCH(const QString, label);
        QFETCH(const Error, error);
        QFETCH(const bool, up);
        QFETCH(const bool, offered);
        AccountSnapshot account;
        account.profile.id = GatewayId(u"one"_s);
        account.session.phase = SessionPhase::Online;
        ConnectionInfo connection;
        connection.label = label;
        connection.up = up;
        connection.lastError = error;
        account.connections = {connection};

        SampleEngine engine;
        QWidget page;
        WindowDialogs dialogs(engine, m_theme);
        AccountActions actions(engine, m_theme, dialogs, &page);
        QMenu menu;
        actions.fill(&menu, account);
        const QList<QAction *> entries = menu.actions();
        const auto retry = std::find_if(entries.begin(), entries.end(),
                                        [](const QAction *entry) { return entry->text() == u"Retry now"_s; });
        QCOMPARE(retry != entries.end(), offered);
        if (!offered)
            return;
        (*retry)->trigger();
        QVERIFY(engine.calls.contains(u"retryNow one"_s));
    }

    void aGatewaysPageIsOfferedWhereThereIsOne_data()
    {
        QTest::addColumn<GatewayKind>("kind");
        QTest::addColumn<bool>("offered");
        QTest::newRow("napcat") << GatewayKind::NapCat << true;
        QTest::newRow("llbot") << GatewayKind::LLBot << true;
        QTest::newRow("milky") << GatewayKind::Milky << false;
        QTest::newRow("onebot") << GatewayKind::OneBot11 << false;
        QTest::newRow("ilink") << GatewayKind::ILink << false;
        QTest::newRow("probe") << GatewayKind::MonitoredService << false;
    }
    void aGatewaysPageIsOfferedWhereThereIsOne()
    {
        QFETCH(const GatewayKind, kind);
        QFETCH(const bool, offered);
        AccountSnapshot account;
        account.profile.id = GatewayId(u"one"_s);
        account.profile.kind = kind;
        engine::GatewayService::setAddress(account.profile, QUrl(u"https://10.0.0.2:3000"_s));
        SampleEngine engine;
        QWidget page;
        WindowDialogs dialogs(engine, m_theme);
        AccountActions actions(engine, m_theme, dialogs, &page);
        QMenu menu;
        actions.fill(&menu, account);
        const QList<QAction *> entries = menu.actions();
        QCOMPARE(std::any_of(entries.begin(), entries.end(),
                             [](const QAction *entry) { return entry->text().startsWith(u"Open gateway page"); }),
                 offered);
        if (offered)
            return;
        // nor does the one button lead there
        account.session.phase = SessionPhase::LoginRequired;
        account.session.login = LoginReason::NewDevice;
        const QSignalSpy went(&actions, &AccountActions::navigate);
        actions.primary(account);
        QCOMPARE(went.size(), 1);
        QCOMPARE(went.constFirst().constFirst().value<Destination>().page, PageId::Login);
    }

    void theSecondStepIsAskedForAsTheSessionNamesIt_data()
    {
        QTest::addColumn<ErrorReason>("reason");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("digits");
        QTest::newRow("phone") << Reason::PhoneDigitsWrong << u"Digits on the phone for one"_s << u"1234"_s;
        QTest::newRow("app") << Reason::TotpNeeded << u"Two-factor code for one"_s << u"123456"_s;
    }
    void theSecondStepIsAskedForAsTheSessionNamesIt()
    {
        QFETCH(const ErrorReason, reason);
        QFETCH(const QString, title);
        QFETCH(const QString, digits);
        AccountSnapshot account;
        account.profile.id = GatewayId(u"one"_s);
        account.session.phase = SessionPhase::NeedsTotp;
        account.session.why = Error{.kind = ErrorKind::Auth, .reason = reason};

        SampleEngine engine;
        QWidget page;
        WindowDialogs dialogs(engine, m_theme);
        AccountActions actions(engine, m_theme, dialogs, &page);
        actions.primary(account);
        auto *dialog = page.findChild<TotpDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), title);
        auto *field = dialog->findChild<QLineEdit *>();
        QVERIFY(field);
        field->setText(digits);
        QVERIFY(field->hasAcceptableInput());
    }

    void disconnectingIsNotSaidToStopTheGateway_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("words");
        QTest::newRow("started by somebody else") << QString() << u"Disconnected from one; the gateway keeps running"_s;
        QTest::newRow("a program of ours") << u"/opt/Lagrange.OneBot"_s << u"one is stopped"_s;
    }
    void disconnectingIsNotSaidToStopTheGateway()
    {
        QFETCH(const QString, program);
        QFETCH(const QString, words);
        AccountSnapshot account;
        account.profile.id = GatewayId(u"one"_s);
        account.profile.program = program;
        account.session.phase = SessionPhase::Online;
        SampleEngine engine;
        QWidget page;
        WindowDialogs dialogs(engine, m_theme);
        AccountActions actions(engine, m_theme, dialogs, &page);
        const QSignalSpy told(&actions, &AccountActions::notice);
        QMenu menu;
        actions.fill(&menu, account);
        const QList<QAction *> entries = menu.actions();
        const auto stop = std::find_if(entries.begin(), entries.end(),
                                       [](const QAction *entry) { return entry->text() == u"Disconnect"_s; });
        QVERIFY(stop != entries.end());
        (*stop)->trigger();
        QVERIFY(engine.calls.contains(u"stopGateway one"_s));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.constFirst().constFirst().toString(), words);
    }

private:
    Theme m_theme{Theme::Mode::Light};
};

ROOKERY_WINDOW_TEST(tst_accountactions, TestAccountActions)
#include "tst_accountactions.moc"
