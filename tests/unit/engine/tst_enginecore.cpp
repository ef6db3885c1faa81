// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backends/gatewaybackend.h"
#include "engine/enginecore.h"

#include "base/reasons/access.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/filesizelimit.h"
#include "support/rawserver.h"
#include "support/scriptedgateway.h"
#include "support/testcase.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <functional>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::engine;

namespace {

//! A keyring that the test locks and opens.
class FakeKeyring final : public config::SecretStore
{
public:
    FakeKeyring() : SecretStore(nullptr) {}

    KeyringState state = KeyringState::Works;
    QStringList kept;
    QHash<config::SecretKind, Redacted<QString>> secrets; //!< as written last, of any gateway
    std::optional<Error> refusal; //!< writing ends with it
    int asked = 0;
    std::optional<Promise<Redacted<QString>>> slow; //!< reading ends when the test says so
    std::optional<Redacted<QString>> proxyPassword; //!< reading the proxy's gives it

    void become(KeyringState now)
    {
        state = now;
        Q_EMIT keyringChanged(now);
    }
    [[nodiscard]] KeyringState keyring() const override { return state; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &, config::SecretKind kind) override
    {
        if (slow)
            return slow->future();
        if (kind == config::SecretKind::ProxyPassword && proxyPassword)
            return readyResult<Redacted<QString>>(*proxyPassword);
        return failedResult<Redacted<QString>>({.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked});
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &gateway, config::SecretKind kind,
                                       const Redacted<QString> &secret) override
    {
        if (refusal)
            return failedResult<void>(*refusal);
        kept.append(gateway.value());
        secrets.insert(kind, secret);
        return readyResult<void>({});
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway) override
    {
        kept.removeAll(gateway.value());
        return readyResult<void>({});
    }
    void askAgain() override { ++asked; }
};

GatewayProfile profileOf(const QString &id)
{
    GatewayProfile profile;
    profile.id = GatewayId(id);
    profile.webUi = QUrl(u"http://127.0.0.1:6099"_s);
    return profile;
}

Redacted<QString> token()
{
    return Redacted<QString>(u"secret-token-1"_s);
}

void say(ScriptedGateway &driver, const gateway::GatewaySignal &signal)
{
    driver.report(signal);
}

void logIn(ScriptedGateway &driver, const QString &account)
{
    say(driver, gateway::signal::Reached{});
    say(driver, gateway::signal::Authenticated{});
    say(driver, gateway::signal::LoggedIn{AccountId(account), u"Bot"_s});
    say(driver, gateway::signal::ChannelUp{});
}

Draft draftFor(const QList<int> &groups)
{
    Draft draft;
    draft.text = u"Hello"_s;
    draft.pace = {.interval = milliseconds(0), .jitter = 0, .rampUp = false};
    for (const int group : groups)
        draft.targets.append({GatewayId(u"one"_s), {ChatKind::Group, QString::number(group)}, {}});
    return draft;
}

} // namespace

class TestEngineCore final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aCommandIsRunOnceItIsTypedAndNotWhereItOnlyStands()
    {
        GatewayProfile stranger = profileOf(u"pay"_s);
        stranger.kind = GatewayKind::MonitoredService;
        stranger.logCommand = u"touch PWNED"_s;
        stranger.commandSeal = QByteArray(64, '0');
        Settings settings;
        settings.gateways = {stranger};
        start(settings);
        QTRY_VERIFY(!m_settingsSeen.isEmpty()); // judged
        QVERIFY(m_settingsSeen.constLast().gateways.constFirst().commandLeftOut);
        QCOMPARE(m_settingsSeen.constLast().gateways.constFirst().logCommand, stranger.logCommand); // to be read
        QCOMPARE(m_commands, QStringList{QString()});
        // renaming it, or anything else that is not about it, changes nothing
        GatewayProfile renamed = m_settingsSeen.constLast().gateways.constFirst();
        renamed.name = u"Pay"_s;
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(renamed, {})));
        QCOMPARE(m_commands, QStringList{QString()});
        renamed.commandLeftOut = false; // the operator has read it
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(renamed, {})));
        QCOMPARE(m_commands.constLast(), stranger.logCommand);
        QVERIFY(!m_settingsSeen.constLast().gateways.constFirst().commandLeftOut);
        // added in this run: typed
        GatewayProfile typed = stranger;
        typed.id = GatewayId(u"two"_s);
        typed.commandSeal.clear();
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().add(typed, token(), {})));
        QCOMPARE(m_commands.constLast(), stranger.logCommand);
    }

    void aTokenDoesNotStayBehindWhenTheGatewayCannotBeSaved()
    {
        {
            const FileSizeLimit full;
            const auto added = outcome(m_core->gateways().add(profileOf(u"two"_s), token(), token()));
            QVERIFY(!added);
            QCOMPARE(added.error().kind, ErrorKind::Storage);
        }
        QVERIFY(m_keyring->kept.isEmpty());
        // nothing of it is left that keeps the id taken
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().add(profileOf(u"two"_s), token(), {})));
        QCOMPARE(m_keyring->kept, QStringList{u"two"_s});
    }

    void anAddressAsItIsPastedIsAsked()
    {
        RawServer panel(RawServer::answering(RawServer::http(R"({"code":-1,"message":"Unauthorized"})")));
        const QString port = QString::number(panel.url(u"http"_s).port());
        const auto asked = m_core->gateways().detect(u"  http://127.0.0.1:%1/webui?token=top-secret "_s.arg(port));
        const Result<Detection> told = outcome(asked);
        ROOKERY_VERIFY_RESULT(told);
        QVERIFY(told->kind == GatewayKind::NapCat);
        QCOMPARE(told->address, QUrl(u"http://127.0.0.1:%1"_s.arg(port)));
        QVERIFY(!panel.received().contains("top-secret"));
        QCOMPARE(outcome(m_core->gateways().detect(u"no address"_s)).error().reason, Reason::BadInput);
        const Result<Detection> socket = outcome(m_core->gateways().detect(u"ws://127.0.0.1:"_s + port));
        ROOKERY_VERIFY_RESULT(socket);
        QVERIFY(socket->kind == GatewayKind::NapCat);
    }

    void anotherKindIsNeverShownTheTokenOfTheOneBefore()
    {
        addGateway(u"one"_s);
        GatewayProfile changed = profileOf(u"one"_s);
        changed.kind = GatewayKind::LLBot;
        const Redacted<QString> fresh(u"secret-token-2"_s);
        m_keyring->refusal = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked};
        QCOMPARE(outcome(m_core->gateways().update(changed, fresh)).error().reason, Reason::KeyringLocked);
        QCOMPARE(m_driversMade.size(), 1); // as it was
        QVERIFY(m_settingsSeen.constLast().gateways.constFirst().kind == GatewayKind::NapCat);
        m_keyring->refusal.reset();
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(changed, fresh)));
        QVERIFY(m_settingsSeen.constLast().gateways.constFirst().kind == GatewayKind::LLBot);
        // one driver for it, made when the new token was already kept
        QCOMPARE(m_driversMade.size(), 2);
        QVERIFY(m_driversMade.constLast().first == GatewayKind::LLBot);
        QCOMPARE(m_driversMade.constLast().second, fresh.reveal());
        // a new token alone is tried at once, too
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(changed, token())));
        QCOMPARE(m_driversMade.size(), 3);
        changed.id = GatewayId(u"nobody"_s);
        QCOMPARE(outcome(m_core->gateways().update(changed, fresh)).error().reason, Reason::NotFound);
    }

    void aTokenThatOpensSomethingElseIsForgottenWithTheKind_data()
    {
        QTest::addColumn<GatewayKind>("before");
        QTest::addColumn<GatewayKind>("after");
        QTest::addColumn<bool>("stays");
        QTest::newRow("panel to panel") << GatewayKind::NapCat << GatewayKind::LLBot << true;
        QTest::newRow("panel to Milky") << GatewayKind::NapCat << GatewayKind::Milky << false;
        QTest::newRow("Milky to panel") << GatewayKind::Milky << GatewayKind::LLBot << false;
        QTest::newRow("panel to a watched service") << GatewayKind::LLBot << GatewayKind::MonitoredService << false;
        QTest::newRow("OneBot to OneBot") << GatewayKind::OneBot11 << GatewayKind::Lagrange << true;
        QTest::newRow("panel to OneBot") << GatewayKind::NapCat << GatewayKind::OneBot11 << false;
    }
    void aTokenThatOpensSomethingElseIsForgottenWithTheKind()
    {
        QFETCH(const GatewayKind, before);
        QFETCH(const GatewayKind, after);
        QFETCH(const bool, stays);
        GatewayProfile profile = profileOf(u"one"_s);
        profile.kind = before;
        profile.oneBot = QUrl(u"ws://127.0.0.1:3001"_s);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().add(profile, token(), {})));
        profile.kind = after;
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(profile, {})));
        QVERIFY(m_driversMade.constLast().first == after);
        QCOMPARE(m_driversMade.constLast().second, stays ? token().reveal() : QString());
    }

    //! The panel's token would wait in its own entry for the next kind that reads it.
    void aTokenDoesNotComeBackByWayOfAnotherKind()
    {
        GatewayProfile profile = profileOf(u"one"_s);
        profile.oneBot = QUrl(u"ws://127.0.0.1:3001"_s);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().add(profile, token(), {})));
        for (const GatewayKind kind : {GatewayKind::OneBot11, GatewayKind::Milky, GatewayKind::NapCat}) {
            profile.kind = kind;
            ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(profile, {})));
            QVERIFY(m_driversMade.constLast().first == kind);
            QCOMPARE(m_driversMade.constLast().second, QString());
        }
    }

    void stepsOfTheOperatorAskALockedKeyringAgain()
    {
        const GatewayId one(u"one"_s);
        int asked = m_keyring->asked;
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().add(profileOf(u"one"_s), token(), {})));
        QCOMPARE(m_keyring->asked, ++asked);
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().retryNow(one)));
        QCOMPARE(m_keyring->asked, ++asked);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().changeToken(one, token(), {})));
        QCOMPARE(m_keyring->asked, ++asked);
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().stop(one)));
        QCOMPARE(m_keyring->asked, asked); // stopping needs no secret
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().start(one)));
        QCOMPARE(m_keyring->asked, ++asked);
        QVERIFY(!outcome(m_core->gateways().test(profileOf(u"one"_s), {})));
        QCOMPARE(m_keyring->asked, ++asked);
        QCOMPARE(outcome(m_core->sessions().retryNow(GatewayId(u"nobody"_s))).error().reason, Reason::NotFound);
        QCOMPARE(m_keyring->asked, asked);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().remove(one)));
        QCOMPARE(m_keyring->asked, ++asked);
    }

    void aTestThatWaitsForItsGatewayCanBeEnded()
    {
        GatewayProfile dialsIn = profileOf(u"one"_s);
        dialsIn.kind = GatewayKind::OneBot11;
        dialsIn.way = OneBotTransportKind::Reverse;
        Settings settings;
        settings.listener.port = 0;
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().save(settings)));
        const auto first = m_core->gateways().test(dialsIn, token());
        const auto second = m_core->gateways().test(dialsIn, token()); // takes its place
        QTRY_VERIFY(first.isFinished());
        QCOMPARE(outcome(first).error().kind, ErrorKind::Cancelled);
        QVERIFY(!second.isFinished());
        static_cast<void>(m_core->gateways().cancelTest(dialsIn.id));
        QTRY_VERIFY(second.isFinished());
        QCOMPARE(outcome(second).error().kind, ErrorKind::Cancelled);
        static_cast<void>(m_core->gateways().cancelTest(dialsIn.id)); // nothing left to end
    }

    void aTestThatIsEndedWhileTheKeyringIsAskedNeverBegins()
    {
        RawServer panel(RawServer::answering(RawServer::http("{}")));
        GatewayProfile profile = profileOf(u"one"_s);
        profile.webUi = panel.url(u"http"_s, {});
        m_keyring->slow.emplace();
        const auto report = m_core->gateways().test(profile, {});
        static_cast<void>(m_core->gateways().cancelTest(profile.id));
        m_keyring->slow->resolve(token());
        QTRY_VERIFY(report.isFinished());
        QCOMPARE(outcome(report).error().kind, ErrorKind::Cancelled);
        // another one, to give the first the time that it would have needed
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().detect(u"127.0.0.1:1"_s)));
        QCOMPARE(panel.connections(), 0);
    }

    void anAddressIsNeededOnlyWhereNothingElseLeadsThere()
    {
        const auto added = [this](GatewayKind kind, const QString &folder) {
            GatewayProfile profile = profileOf(u"gateway-%1%2"_s.arg(int(kind)).arg(folder));
            profile.kind = kind;
            profile.webUi.clear();
            profile.oneBot.clear();
            profile.folder = folder;
            return outcome(m_core->gateways().add(profile, {}, {})).has_value();
        };
        QVERIFY(!added(GatewayKind::Milky, {}));
        QVERIFY(!added(GatewayKind::Lagrange, {}));
        QVERIFY(added(GatewayKind::Lagrange, u"here"_s));
        QVERIFY(added(GatewayKind::ILink, {}));
    }

    void aPortThatCannotBeOpenedChangesNothing()
    {
        Settings settings;
        settings.language = u"en"_s;
        settings.listener.host = u"not an address"_s;
        const auto saved = outcome(m_core->profile().save(settings));
        QVERIFY(!saved);
        QCOMPARE(saved.error().reason, Reason::BadInput);
        QVERIFY(m_settingsSeen.isEmpty());
        settings.listener = {.host = {}, .port = 0, .certificate = {}, .key = {}};
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().save(settings)));
        QCOMPARE(m_settingsSeen.constLast().listener, settings.listener);
    }

    void whatIsSavedWhileAPortIsTriedStays()
    {
        Settings moved;
        moved.listener = {.host = {}, .port = 0, .certificate = {}, .key = {}};
        const FutureResult<> port = m_core->profile().save(moved);
        Settings dark;
        dark.theme = u"dark"_s;
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().save(dark)));
        ROOKERY_VERIFY_RESULT(outcome(port));
        QCOMPARE(m_settingsSeen.constLast().theme, u"dark"_s);
        QCOMPARE(m_settingsSeen.constLast().listener, moved.listener);
    }

    void aProxyHasItsPasswordFromTheKeyringAndKeepsItForItsOwnHostOnly()
    {
        const Redacted<QString> secret(u"s3cret"_s);
        ProxySettings proxy{.mode = ProxyMode::Socks5, .host = u" proxy "_s, .port = 1080, .user = u"me"_s};
        int asked = m_keyring->asked;
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().saveProxy(proxy, secret)));
        QCOMPARE(m_keyring->asked, ++asked);
        QCOMPARE(m_keyring->kept, QStringList{config::profileSecrets().value()});
        QCOMPARE(m_keyring->secrets.value(config::SecretKind::ProxyPassword), secret);
        proxy.host = u"proxy"_s;
        proxy.hasPassword = true;
        QCOMPARE(m_settingsSeen.constLast().proxy, proxy);
        QCOMPARE(proxyOf(u"one"_s).type(), QNetworkProxy::Socks5Proxy);
        QCOMPARE(proxyOf(u"one"_s).user(), u"me"_s);
        QCOMPARE(proxyOf(u"one"_s).password(), u"s3cret"_s);
        // no file of the profile has it
        QFile file(m_paths.profileFolder + u"/settings.json"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains("1080") && !content.contains("s3cret"));

        proxy.port = 1081; // another door of the same one
        proxy.mode = ProxyMode::Http;
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().saveProxy(proxy, std::nullopt)));
        QCOMPARE(proxyOf(u"one"_s).password(), u"s3cret"_s);
        QCOMPARE(m_keyring->asked, asked); // nothing to store
        proxy.mode = ProxyMode::None; // kept, to be chosen again
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().saveProxy(proxy, std::nullopt)));
        QCOMPARE(proxyOf(u"one"_s).type(), QNetworkProxy::NoProxy);
        QVERIFY(m_settingsSeen.constLast().proxy.hasPassword);
        proxy.mode = ProxyMode::Http;
        proxy.host = u"other"_s;
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().saveProxy(proxy, std::nullopt)));
        QVERIFY(!m_settingsSeen.constLast().proxy.hasPassword);
        QVERIFY(m_keyring->secrets.value(config::SecretKind::ProxyPassword).isEmpty());
        QVERIFY(proxyOf(u"one"_s).password().isEmpty());
        // saving other settings leaves the proxy alone
        ROOKERY_VERIFY_RESULT(outcome(m_core->profile().save(Settings())));
        QCOMPARE(m_settingsSeen.constLast().proxy.host, u"other"_s);
    }

    void aProxyWhosePasswordCannotBeStoredIsNotUsed()
    {
        m_keyring->refusal = Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringFailed};
        const ProxySettings proxy{.mode = ProxyMode::Http, .host = u"proxy"_s, .port = 1, .user = u"me"_s};
        const auto saved = outcome(m_core->profile().saveProxy(proxy, Redacted<QString>(u"s3cret"_s)));
        QVERIFY(!saved);
        QCOMPARE(saved.error().reason, Reason::KeyringFailed);
        QVERIFY(m_settingsSeen.isEmpty());
        QCOMPARE(proxyOf(u"one"_s).type(), QNetworkProxy::NoProxy);
    }

    void gatewaysElsewhereConnectOnceTheProxysPasswordIsRead()
    {
        const Promise<Redacted<QString>> password;
        m_setUp = [password](FakeKeyring &keyring) { keyring.slow = password; };
        start(behindProxy());
        QCOMPARE(m_drivers.value(GatewayId(u"here"_s))->connects, 1);
        QCOMPARE(m_drivers.value(GatewayId(u"far"_s))->connects, 0);
        QCOMPARE(m_drivers.value(GatewayId(u"stopped"_s))->connects, 0);
        const qsizetype made = m_driversMade.size();
        // the operator does not have to wait and see: one that is stopped meanwhile stays so
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().start(GatewayId(u"stopped"_s))));
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().stop(GatewayId(u"stopped"_s))));
        password.resolve(Redacted<QString>(u"s3cret"_s));
        QTRY_COMPARE(m_drivers.value(GatewayId(u"far"_s))->connects, 1);
        QCOMPARE(proxyOf(u"far"_s).password(), u"s3cret"_s);
        QCOMPARE(m_drivers.value(GatewayId(u"here"_s))->connects, 1); // not connected again
        QCOMPARE(m_driversMade.size(), made + 2); // those that are elsewhere
        QCOMPARE(m_drivers.value(GatewayId(u"stopped"_s))->connects, 0);
    }

    void aLockedKeyringIsTheReasonWhyAProxyCannotBeUsedUntilItOpens()
    {
        m_setUp = [](FakeKeyring &keyring) { keyring.state = KeyringState::Locked; };
        start(behindProxy());
        const QSignalSpy changes(m_core.get(), &EngineCore::proxyTroubleChanged);
        const auto lastTrouble = [&changes] { return changes.constLast().constFirst().value<Error>().reason; };
        QTRY_COMPARE(changes.size(), 1);
        QCOMPARE(lastTrouble(), Reason::KeyringLocked);
        GatewayProfile far = profileOf(u"far"_s);
        far.webUi = QUrl(u"http://192.0.2.1:6099"_s);
        QCOMPARE(m_core->profile().networkFor(far).proxyTrouble.reason, Reason::KeyringLocked);
        QTRY_COMPARE(m_drivers.value(GatewayId(u"far"_s))->connects, 1); // it fails with that reason, and is retried
        m_keyring->proxyPassword = Redacted<QString>(u"s3cret"_s);
        m_keyring->become(KeyringState::Works);
        QTRY_COMPARE(changes.size(), 2);
        QCOMPARE(lastTrouble(), Reason::None);
        QCOMPARE(m_core->profile().networkFor(far).proxyTrouble.reason, Reason::None);
        QCOMPARE(proxyOf(u"far"_s).password(), u"s3cret"_s);
        QCOMPARE(m_drivers.value(GatewayId(u"far"_s))->connects, 1); // a new driver, with the password
    }

    void aPinnedCertificateKeepsItsDateAndTheTrustCanEnd()
    {
        addGateway(u"one"_s);
        const CertificateInfo certificate{
            .sha256 = QByteArray(32, 'x'), .subject = {}, .issuer = {}, .notAfter = fromMSecs(1'798'761'600'000)};
        const GatewayId one(u"one"_s);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().pinCertificate(one, certificate)));
        const GatewayProfile pinned = m_settingsSeen.constLast().gateways.constFirst();
        QCOMPARE(pinned.pinnedSha256, certificate.sha256);
        QVERIFY(pinned.pinnedUntil == certificate.notAfter);
        const qsizetype made = m_driversMade.size();
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().pinCertificate(one, {})));
        QCOMPARE(m_settingsSeen.constLast().gateways.constFirst(), profileOf(u"one"_s));
        QCOMPARE(m_driversMade.size(), made + 1); // connected again, without the trust
    }

    void whoWaitsForTheKeyringAloneGoesOnWhenItOpens()
    {
        ScriptedGateway &locked = addGateway(u"one"_s);
        say(locked, gateway::signal::LinkLost{{.kind = ErrorKind::Storage, .reason = Reason::KeyringLocked}});
        ScriptedGateway &away = addGateway(u"two"_s);
        say(away, gateway::signal::LinkLost{{.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused}});
        ScriptedGateway &without = addGateway(u"three"_s);
        say(without, gateway::signal::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing}});
        ScriptedGateway &wrong = addGateway(u"four"_s);
        say(wrong, gateway::signal::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TokenWrong}});
        m_keyring->become(KeyringState::Locked);
        QCOMPARE(phase(u"one"_s), SessionPhase::Backoff);
        QCOMPARE(phase(u"three"_s), SessionPhase::Rejected);
        m_keyring->become(KeyringState::Works);
        QCOMPARE(phase(u"one"_s), SessionPhase::Connecting);
        QCOMPARE(phase(u"two"_s), SessionPhase::Backoff);
        QCOMPARE(phase(u"three"_s), SessionPhase::Connecting);
        QCOMPARE(phase(u"four"_s), SessionPhase::Rejected);
    }

    void targetsOfAnAccountThatNeverLoggedInAreSaidToBeOfflineNotUnknown()
    {
        addGateway(u"one"_s);
        const auto plan = outcome(m_core->broadcasts().plan(draftFor({1})));
        ROOKERY_VERIFY_RESULT(plan);
        QCOMPARE(plan->skipped.size(), 1);
        QCOMPARE(plan->skipped.first().why.reason, Reason::AccountOffline);
        // also while its driver is being replaced
        GatewayProfile moved = profileOf(u"one"_s);
        moved.webUi.setPort(6100);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(moved, {})));
        const auto again = outcome(m_core->broadcasts().plan(draftFor({1})));
        QCOMPARE(again->skipped.first().why.reason, Reason::AccountOffline);
        // somebody that is not there at all is still not found
        Draft nobody = draftFor({1});
        nobody.targets.first().via = GatewayId(u"nobody"_s);
        QCOMPARE(outcome(m_core->broadcasts().plan(nobody))->skipped.first().why.reason, Reason::NotFound);
    }

    void tagsAndTheExclusionAreKeptAndTheConnectionIsNotTouched()
    {
        ScriptedGateway &driver = addGateway(u"one"_s);
        logIn(driver, u"10001"_s);
        GatewayProfile changed = profileOf(u"one"_s);
        changed.tags = {u"main"_s};
        changed.neverBroadcast = true;
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(changed, {})));
        QCOMPARE(m_driversMade.size(), 1);
        QCOMPARE(phase(u"one"_s), SessionPhase::Online);
        const GatewayProfile kept = m_settingsSeen.constLast().gateways.constFirst();
        QCOMPARE(kept.tags, changed.tags);
        QVERIFY(kept.neverBroadcast);
        const auto plan = outcome(m_core->broadcasts().plan(draftFor({1})));
        ROOKERY_VERIFY_RESULT(plan);
        QCOMPARE(plan->skipped.size(), 1);
        QCOMPARE(plan->skipped.first().why.reason, Reason::Excluded);
        changed.neverBroadcast = false;
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(changed, {})));
        const auto included = outcome(m_core->broadcasts().plan(draftFor({1})));
        ROOKERY_VERIFY_RESULT(included);
        QVERIFY(included->skipped.isEmpty());
        // an exclusion outlives the driver
        changed.neverBroadcast = true;
        changed.webUi.setPort(6100);
        ROOKERY_VERIFY_RESULT(outcome(m_core->gateways().update(changed, {})));
        QCOMPARE(m_driversMade.size(), 2);
        const auto again = outcome(m_core->broadcasts().plan(draftFor({1})));
        ROOKERY_VERIFY_RESULT(again);
        QCOMPARE(again->skipped.size(), 1);
        QCOMPARE(again->skipped.first().why.reason, Reason::Excluded);
    }

    void anotherAccountWhileOnlineSendsNothingOfTheOneBefore()
    {
        ScriptedGateway &driver = addGateway(u"one"_s);
        logIn(driver, u"10001"_s);
        const BroadcastId first = enqueue(draftFor({1, 2, 3}));
        QTRY_COMPARE(sends(driver), 1); // the first is on its way, two are queued
        say(driver, gateway::signal::LoggedIn{AccountId(u"10002"_s), u"Other"_s});
        answerSend(driver, 0);
        const BroadcastId second = enqueue(draftFor({1}));
        QTRY_COMPARE(sends(driver), 2); // that of the other account alone
        answerSend(driver, 1);
        QTRY_COMPARE(states(second).constFirst(), DeliveryState::Accepted);
        QCOMPARE(accounts(second), QStringList{u"10002"_s});
        QCOMPARE(states(first), (QList{DeliveryState::Accepted, DeliveryState::Queued, DeliveryState::Queued}));
        QCOMPARE(sends(driver), 2);

        say(driver, gateway::signal::LoggedIn{AccountId(u"10001"_s), u"Bot"_s}); // and back: what waited goes on
        QTRY_COMPARE(sends(driver), 3);
    }

    void aUsersLogRulesChangeWhatIsShownAndNotWhatIsConcluded()
    {
        LogLine line;
        line.level = LogLevel::Error;
        line.ruleId = u"risk.restricted"_s;
        line.text = u"mine: 账号受限"_s;
        struct Told {
            QList<LogLine> lines;
            QList<Incident> incidents;
        };
        const auto told = std::make_shared<Told>();
        connect(m_core.get(), &EngineCore::delta, this, [this, told](const Delta &delta) {
            told->lines += delta.logLines;
            told->incidents += delta.health.incidents;
            if (!delta.logLines.isEmpty())
                m_core->logLinesTaken();
        });
        ScriptedGateway &driver = addGateway(u"one"_s);
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().setLogRules(
            R"({"format":2,"rules":[{"id":"user.x","category":"kick-offline","severity":"info","levels":["error"],
                "forms":[{"startsWith":["mine"]}],"en":{"title":"t","meaning":"m"}}]})")));
        driver.report(line);
        QTRY_COMPARE(told->lines.size(), 1);
        QCOMPARE(told->lines.constFirst().ruleId, u"user.x"_s);
        QCOMPARE(told->lines.constFirst().category, LogCategory::KickOffline);
        QTRY_VERIFY(std::any_of(told->incidents.cbegin(), told->incidents.cend(), [](const Incident &incident) {
            return incident.kind == IncidentKind::AccountRestricted;
        }));
        ROOKERY_VERIFY_RESULT(outcome(m_core->sessions().setLogRules({})));
        driver.report(line);
        QTRY_COMPARE(told->lines.size(), 2);
        QCOMPARE(told->lines.constLast().ruleId, line.ruleId);
    }

private:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto profile = config::Profile::open(m_folder->filePath(u"profile"_s), true, u"test"_s);
        auto database = profile ? store::Database::open((*profile)->databasePath()) : fail(profile.error());
        if (!database)
            qFatal("no profile");
        m_paths = {.cacheFolder = (*profile)->cacheFolder(), .profileFolder = (*profile)->folder()};
        m_database = std::move(*database);
        m_writer = std::make_unique<ProfileWriter>(std::move(*profile));
        start({});
    }
    void start(const Settings &settings)
    {
        m_core.reset();
        m_core = std::make_unique<EngineCore>(
            Options{}, settings, m_paths, *m_writer, *m_database,
            EngineCore::Makers{.secrets =
                                   [this] {
                                       auto keyring = std::make_unique<FakeKeyring>();
                                       m_keyring = keyring.get();
                                       if (m_setUp)
                                           m_setUp(*keyring);
                                       return keyring;
                                   },
                               .driver =
                                   [this](const GatewayProfile &gateway) {
                                       auto driver = std::make_unique<ScriptedGateway>();
                                       m_drivers.insert(gateway.id, driver.get());
                                       m_commands.append(gateway.logCommand);
                                       m_driversMade.append(
                                           {gateway.kind,
                                            m_keyring->secrets.value(config::tokenKind(gateway.kind)).reveal()});
                                       return driver;
                                   }});
        m_settingsSeen.clear();
        connect(m_core.get(), &EngineCore::settingsChanged, this,
                [this](const Settings &seen) { m_settingsSeen.append(seen); });
        m_core->open();
    }
    void finish() override
    {
        m_setUp = {};
        m_core.reset();
        m_writer.reset();
        m_database.reset();
        m_drivers.clear();
        m_driversMade.clear();
        m_commands.clear();
    }

    template <class T>
    static Result<T> outcome(const FutureResult<T> &future)
    {
        if (!becomesTrue([&future] { return future.isFinished(); }))
            return fail(ErrorKind::Timeout, Reason::NoReply);
        return future.result();
    }
    [[nodiscard]] QNetworkProxy proxyOf(const QString &id) { return m_core->profile().networkFor(profileOf(id)).proxy; }
    //! One gateway on this machine, and two elsewhere of which one is stopped; their proxy has a password.
    static Settings behindProxy()
    {
        Settings settings;
        settings.proxy = {
            .mode = ProxyMode::Http, .host = u"proxy"_s, .port = 8080, .user = u"me"_s, .hasPassword = true};
        GatewayProfile far = profileOf(u"far"_s);
        far.webUi = QUrl(u"http://192.0.2.1:6099"_s);
        GatewayProfile stopped = far;
        stopped.id = GatewayId(u"stopped"_s);
        stopped.enabled = false;
        settings.gateways = {profileOf(u"here"_s), far, stopped};
        return settings;
    }
    ScriptedGateway &addGateway(const QString &id)
    {
        if (!outcome(m_core->gateways().add(profileOf(id), token(), {})))
            qFatal("not added");
        return *m_drivers.value(GatewayId(id));
    }
    [[nodiscard]] SessionPhase phase(const QString &id)
    {
        const session::AccountSession *session = m_core->sessions().registry().find(GatewayId(id));
        return session ? session->snapshot().session.phase : SessionPhase::Stopped;
    }
    BroadcastId enqueue(const Draft &draft)
    {
        const auto plan = outcome(m_core->broadcasts().plan(draft));
        const auto id = plan ? outcome(m_core->broadcasts().enqueue(*plan)) : fail(plan.error());
        if (!id)
            qFatal("not queued");
        return *id;
    }
    static QList<ScriptedGateway::Call> sendCalls(const ScriptedGateway &driver)
    {
        QList<ScriptedGateway::Call> list;
        for (const ScriptedGateway::Call &call : driver.calls) {
            if (call.action.name == u"send_group_msg"_s)
                list.append(call);
        }
        return list;
    }
    static qsizetype sends(const ScriptedGateway &driver) { return sendCalls(driver).size(); }
    static void answerSend(const ScriptedGateway &driver, int index)
    {
        sendCalls(driver).at(index).answer.resolve(ScriptedGateway::sent(500 + index));
    }
    QList<Delivery> rows(BroadcastId id)
    {
        return outcome(m_core->broadcasts().deliveries(id)).value_or(QList<Delivery>());
    }
    QList<DeliveryState> states(BroadcastId id)
    {
        QList<DeliveryState> list;
        for (const Delivery &row : rows(id))
            list.append(row.state);
        return list;
    }
    QStringList accounts(BroadcastId id)
    {
        QStringList list;
        for (const Delivery &row : rows(id))
            list.append(row.account.value());
        return list;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<ProfileWriter> m_writer;
    EngineCore::Paths m_paths;
    QStringList m_commands; //!< what each driver that was made may run
    std::unique_ptr<EngineCore> m_core;
    QList<Settings> m_settingsSeen;
    FakeKeyring *m_keyring = nullptr;
    std::function<void(FakeKeyring &)> m_setUp; //!< of the keyring that the next core gets
    QHash<GatewayId, ScriptedGateway *> m_drivers;
    QList<std::pair<GatewayKind, QString>> m_driversMade; //!< and the token that was kept by then
};

ROOKERY_TEST(tst_enginecore, TestEngineCore)
#include "tst_enginecore.moc"
