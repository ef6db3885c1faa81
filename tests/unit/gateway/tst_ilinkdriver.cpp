// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/driverevents.h"

#include "gateway/ilink/ilinkgateway.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "io/httplistener.h"
#include "support/eventnames.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QJsonDocument>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! JSON with ' for ".
QByteArray json(QByteArray text)
{
    text.replace('\'', '"');
    return text;
}

//! A keyring that is not there at first.
class LateKeyring final : public config::SecretStore
{
public:
    LateKeyring() : SecretStore(nullptr) {}

    void appear()
    {
        m_there = true;
        Q_EMIT keyringChanged(KeyringState::Works);
    }
    [[nodiscard]] KeyringState keyring() const override { return m_there ? KeyringState::Works : KeyringState::None; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &gateway, config::SecretKind kind) override
    {
        if (!m_there)
            return failedResult<Redacted<QString>>({.kind = ErrorKind::Storage, .reason = Reason::KeyringAbsent});
        return m_kept->read(gateway, kind);
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &gateway, config::SecretKind kind,
                                       const Redacted<QString> &secret) override
    {
        return m_kept->write(gateway, kind, secret);
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway) override { return m_kept->remove(gateway); }
    void askAgain() override {}

private:
    bool m_there = false;
    std::unique_ptr<config::SecretStore> m_kept = config::makeMemorySecretStore();
};

} // namespace

//! The WeChat driver against a server that says what the test wants.
class TestILinkDriver final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<ManualClock>();
        m_secrets = config::makeMemorySecretStore();
        m_server = std::make_unique<io::HttpListener>(*m_clock);
        m_server->setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to) {
            serve(request, to);
        });
        const Result<quint16> port = m_server->listen(QHostAddress(QHostAddress::LocalHost), 0);
        QVERIFY(port.has_value());
        m_profile.id = GatewayId(u"wechat"_s);
        m_profile.kind = GatewayKind::ILink;
        m_profile.webUi = QUrl(u"http://127.0.0.1:%1"_s.arg(*port));
        m_updates.clear();
        m_scan = json("{'status':'wait'}");
        m_sendReply = "{}";
        m_sent.clear();
        m_paths.clear();
        m_said.clear();
        m_codes.clear();
        m_codeStatus = 200;
        m_answerable.clear();
        m_cursors.clear();
        m_events.clear();
    }
    void cleanup()
    {
        m_gateway.reset();
        m_held.clear();
        m_server.reset();
        m_secrets.reset();
        m_clock.reset();
    }

    void aScanBindsAndTheBindingIsKept()
    {
        connectLink();
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1; }));
        QVERIFY(lives([this] { return m_codes.contains(u"https://q"_s); }));
        m_scan = confirmed();
        m_updates = {json("{'ret':0}")};
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        QVERIFY(m_codes.constLast().isEmpty());
        QCOMPARE(accountSaid(), u"b@im.bot"_s);
        // a later start needs no scan
        connectLink();
        m_updates = {json("{'ret':0}")};
        const qsizetype shown = m_codes.size();
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        QCOMPARE(m_codes.size(), shown);
    }

    void aBindingInAKeyringThatAppearsLaterEndsTheWaitForAScan()
    {
        auto late = std::make_unique<LateKeyring>();
        LateKeyring &keyring = *late;
        m_secrets = std::move(late);
        bind();
        connectLink();
        QVERIFY(lives([this] { return m_codes.contains(u"https://q"_s); }));
        const FutureResult<> fresh = m_gateway->refreshQr();
        m_updates = {json("{'ret':0}")};
        keyring.appear();
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        QVERIFY(fresh.isFinished());
        QVERIFY(m_codes.constLast().isEmpty());
        QCOMPARE(accountSaid(), u"b@im.bot"_s);
        QVERIFY(!lives([] { return false; }, seconds(2))); // the refresh may still be on its way
        const qsizetype codes = m_paths.count(u"/ilink/bot/get_bot_qrcode"_s);
        QVERIFY(!lives([] { return false; }, seconds(20)));
        QCOMPARE(m_paths.count(u"/ilink/bot/get_bot_qrcode"_s), codes);
    }

    void aKeyringWithoutABindingDisturbsNoLogin()
    {
        auto late = std::make_unique<LateKeyring>();
        LateKeyring &keyring = *late;
        m_secrets = std::move(late);
        connectLink();
        QVERIFY(lives([this] { return m_codes.contains(u"https://q"_s); }));
        const qsizetype codes = m_paths.count(u"/ilink/bot/get_bot_qrcode"_s);
        keyring.appear();
        m_scan = confirmed();
        m_updates = {json("{'ret':0}")};
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        QCOMPARE(m_paths.count(u"/ilink/bot/get_bot_qrcode"_s), codes);
    }

    void onlyAnAnsweredPollIsOnline()
    {
        bind();
        connectLink();
        QVERIFY(!lives([this] { return count<signal::LoggedIn>() > 0; }, seconds(20)));
        QVERIFY(lives([this] { return count<signal::LinkLost>() == 1; }, seconds(60)));
    }

    void aStaleTokenIsALostLoginAndOffersACode()
    {
        bringUp({});
        say(json("{'ret':-14,'errmsg':'session timeout'}"));
        QVERIFY(lives([this] { return m_codes.contains(u"https://q"_s); }));
        const auto waiting = std::get<signal::Waiting>(m_said.constLast());
        QVERIFY(waiting.reason == LoginReason::TakenOver);
        QCOMPARE(waiting.text, u"session timeout"_s);
        QCOMPARE(count<signal::LinkLost>(), 0);
        const qsizetype polls = m_paths.count(u"/ilink/bot/getupdates"_s);
        QVERIFY(!lives([] { return false; }, seconds(20)));
        QCOMPARE(m_paths.count(u"/ilink/bot/getupdates"_s), polls); // not asked blindly again
        connectLink(); // and the binding is forgotten
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1; }));
    }

    void noLoginRunsBesideABindingThatIsNotProvedYet()
    {
        scanned();
        const auto fresh = finished(m_gateway->refreshQr());
        QVERIFY(!fresh);
        QVERIFY(fresh.error().reason == Reason::AlreadyLoggedIn);
        QVERIFY(!lives([this] { return m_paths.count(u"/ilink/bot/get_bot_qrcode"_s) > 1; }, seconds(20)));
        say(json("{'ret':0}"));
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        QCOMPARE(count<signal::Waiting>(), 1);
        QVERIFY(m_codes.constLast().isEmpty());
    }

    void aBindingThatIsLostBeforeItIsProvedIsToldAsWell()
    {
        scanned();
        m_scan = json("{'status':'wait'}");
        QVERIFY(!finished(m_gateway->refreshQr()));
        say(json("{'ret':-14}"));
        QVERIFY(lives([this] { return count<signal::Waiting>() == 2; }));
        QVERIFY(std::get<signal::Waiting>(m_said.constLast()).reason == LoginReason::TakenOver);
        QVERIFY(lives([this] { return m_codes.constLast() == u"https://q"_s; }));
    }

    void aNewCodeThatFailsSaysWhy()
    {
        connectLink();
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1; }));
        m_codeStatus = 404;
        const FutureResult<> one = m_gateway->refreshQr();
        const FutureResult<> other = m_gateway->refreshQr(); // asked for twice, fetched once
        for (const FutureResult<> &asked : {one, other}) {
            const Result<> fresh = finished(asked);
            QVERIFY(!fresh);
            QVERIFY(fresh.error().reason == Reason::WrongServer);
        }
        QCOMPARE(m_paths.count(u"/ilink/bot/get_bot_qrcode"_s), 2);
    }

    void aScanIsToldOnceForEachCode()
    {
        connectLink();
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1; }));
        m_scan = json("{'status':'scaned'}");
        int scans = 0;
        onDriverEvent<gateway::driver::QrScanned>(*m_gateway, this, [&scans](const auto &) { ++scans; });
        QVERIFY(lives([&] { return scans == 1; }));
        QVERIFY(!lives([&] { return scans > 1; }, seconds(10)));
        m_scan = json("{'status':'canceled'}");
        const qsizetype shown = m_codes.size();
        QVERIFY(lives([&] { return m_codes.size() >= shown + 2; })); // none, then another one
        m_scan = json("{'status':'scaned'}");
        QVERIFY(lives([&] { return scans == 2; }));
    }

    void aServerThatHoldsLongerIsWaitedFor()
    {
        bringUp(json("{'ret':0,'longpolling_timeout_ms':60000}"));
        QVERIFY(!lives([this] { return count<signal::LinkLost>() > 0; }, seconds(62)));
        QVERIFY(lives([this] { return count<signal::LinkLost>() == 1; }, seconds(5)));
    }

    void digitsOfThePhoneArePassedOn()
    {
        m_scan = json("{'status':'need_verifycode'}");
        connectLink();
        QVERIFY(lives([this] { return count<signal::TotpNeeded>() == 1; }));
        m_gateway->submitTotp(Redacted<QString>(u"1"_s));
        QVERIFY(lives([this] { return count<signal::Refused>() == 1; }));
        // who cannot give the digits asks for another code
        m_scan = json("{'status':'wait'}");
        QVERIFY(finished(m_gateway->refreshQr()).has_value());
        QCOMPARE(count<signal::Waiting>(), 2);
        m_scan = json("{'status':'need_verifycode'}");
        QVERIFY(lives([this] { return count<signal::TotpNeeded>() == 2; }));
        m_scan = confirmed();
        m_updates = {json("{'ret':0}")};
        m_gateway->submitTotp(Redacted<QString>(u"2"_s));
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1; }));
        const auto refused = finished(m_gateway->refreshQr());
        QVERIFY(!refused);
        QVERIFY(refused.error().reason == Reason::AlreadyLoggedIn);
    }

    void aListenerThatDisconnectsHearsNothingMore_data()
    {
        QTest::addColumn<bool>("bound");
        QTest::addColumn<QString>("report");
        for (const char *report : {"reached", "authenticated", "text", "waiting", "code"})
            QTest::addRow("%s of a login", report) << false << QString::fromLatin1(report);
        for (const char *report : {"reached", "authenticated", "logged-in", "channel", "event"})
            QTest::addRow("%s of a binding", report) << true << QString::fromLatin1(report);
    }
    void aListenerThatDisconnectsHearsNothingMore()
    {
        QFETCH(const bool, bound);
        QFETCH(const QString, report);
        if (bound)
            bind();
        m_updates = {wrote()};
        connectLink();
        DisconnectsAt listener(*m_gateway, report);
        QVERIFY(lives([&listener] { return listener.done; }));
        const qsizetype requests = m_paths.size();
        QVERIFY(!lives([] { return false; }, seconds(20)));
        QVERIFY2(listener.late.isEmpty(), qPrintable(listener.late.join(u' ')));
        QCOMPARE(m_paths.size(), requests);
    }

    void whoWroteCanBeAnsweredForADay()
    {
        bringUp(wrote());
        QCOMPARE(m_events.size(), 1);
        QCOMPARE(m_events.constFirst().self.value(), u"b@im.bot"_s);
        const auto friends = finished(m_gateway->contacts(ChatKind::Friend, Freshness::Cached, seconds(5)));
        QVERIFY(friends.has_value());
        QCOMPARE(friends->size(), 1);
        const auto groups = finished(m_gateway->contacts(ChatKind::Group, Freshness::Cached, seconds(5)));
        QVERIFY(groups.has_value());
        QVERIFY(groups->isEmpty());
        QVERIFY(send(u"u@im.wechat"_s).has_value());
        QCOMPARE(m_sent.size(), 1);
        QCOMPARE(m_sent.constFirst().value(u"context_token"_s).toString(), u"context"_s);
    }

    void aDayThatTheMachineSleptThroughCounts()
    {
        bringUp(wrote());
        QCOMPARE(m_answerable.constLast(), 1);
        m_clock->jumpWall(std::chrono::hours(30)); // timers and the steady clock stand still
        const auto late = send(u"u@im.wechat"_s);
        QVERIFY(!late);
        QVERIFY(late.error().reason == Reason::MustWriteFirst);
        QVERIFY(m_sent.isEmpty());
        QCOMPARE(m_answerable.constLast(), 0);
    }

    void whoIsLeftIsLookedAtAgainAfterASleep()
    {
        ReplyTokenCache replyTokens(*m_clock);
        QSignalSpy changed(&replyTokens, &ReplyTokenCache::changed);
        note(replyTokens, wrote());
        m_clock->jumpWall(std::chrono::hours(30));
        QVERIFY(replyTokens.contacts().isEmpty());
        m_clock->advance(ReplyTokenCache::kLook);
        QCOMPARE(changed.constLast().constFirst().toInt(), 0);
    }

    void theDayBeginsWhenTheyWrote()
    {
        ReplyTokenCache replyTokens(*m_clock);
        note(replyTokens, wrote(m_clock->wallNow() - std::chrono::hours(23))); // it waited for us
        QVERIFY(replyTokens.contextOf(u"u@im.wechat"_s).has_value());
        m_clock->advance(std::chrono::hours(1));
        QVERIFY(!replyTokens.contextOf(u"u@im.wechat"_s).has_value());
        note(replyTokens, wrote(m_clock->wallNow() - std::chrono::hours(25)));
        QVERIFY(!replyTokens.contextOf(u"u@im.wechat"_s).has_value());
        note(replyTokens, wrote(m_clock->wallNow() + std::chrono::hours(9))); // a clock that is ahead gives nobody more
        m_clock->advance(std::chrono::hours(24));
        QVERIFY(!replyTokens.contextOf(u"u@im.wechat"_s).has_value());
    }

    void aSyncCursorComesBackAsItWasKept()
    {
        SyncCursor syncCursor{u"b@im.bot"_s, u"cursor"_s, {}};
        for (int user = 0; user < int(SyncCursor::kMostChats) + 5; ++user)
            syncCursor.chats.append(
                {u"u%1@im.wechat"_s.arg(user), Redacted<QString>(u"context"_s), m_clock->wallNow() - seconds(user)});
        const SyncCursor back = decodeSyncCursor(encodeSyncCursor(syncCursor));
        QCOMPARE(back.botId, syncCursor.botId);
        QCOMPARE(back.cursor, syncCursor.cursor);
        QCOMPARE(back.chats, syncCursor.chats.first(SyncCursor::kMostChats)); // who wrote longest ago is left out
        syncCursor.chats = {{u"u"_s, Redacted<QString>(QString(SyncCursor::kMostBytes, u'x')), m_clock->wallNow()}};
        QVERIFY(decodeSyncCursor(encodeSyncCursor(syncCursor)).chats.isEmpty());
        for (const QString &junk : {QString(), u"[]"_s, u"{\"chats\":7}"_s, u"{\"chats\":[7,{\"user\":\"u\"}]}"_s})
            QCOMPARE(decodeSyncCursor(Redacted<QString>(junk)), SyncCursor());
    }

    void aSyncCursorIsBoundedAsItIsWritten()
    {
        const QString control(1000, QChar(1)); // six bytes each
        SyncCursor syncCursor{u"b@im.bot"_s, control, {}};
        for (int user = 0; user < 100; ++user)
            syncCursor.chats.append({u"u%1"_s.arg(user), Redacted<QString>(control), m_clock->wallNow()});
        const Redacted<QString> text = encodeSyncCursor(syncCursor);
        QVERIFY(text.reveal().toUtf8().size() <= SyncCursor::kMostBytes);
        const SyncCursor back = decodeSyncCursor(text);
        QCOMPARE(back.cursor, syncCursor.cursor);
        QCOMPARE(back.chats, syncCursor.chats.first(9)); // and no more fit
        syncCursor.cursor = QString(SyncCursor::kMostCursorBytes / 3, QChar(0x5fae)); // three bytes each, and its name
        const SyncCursor without = decodeSyncCursor(encodeSyncCursor(syncCursor));
        QVERIFY(without.cursor.isEmpty());
        QCOMPARE(without.chats, syncCursor.chats.first(10));
    }

    void anotherBindingIsNotAnsweredWithWhatWasKept_data()
    {
        QTest::addColumn<QString>("bot");
        QTest::addColumn<int>("answerable");
        QTest::addColumn<QString>("cursor");
        QTest::newRow("this one") << u"b@im.bot"_s << 1 << u"left"_s;
        QTest::newRow("another one") << u"other@im.bot"_s << 0 << QString();
    }
    void anotherBindingIsNotAnsweredWithWhatWasKept()
    {
        QFETCH(const QString, bot);
        const SyncCursor kept{bot, u"left"_s, {{u"u"_s, Redacted<QString>(u"context"_s), m_clock->wallNow()}}};
        static_cast<void>(m_secrets->write(m_profile.id, config::SecretKind::SyncCursor, encodeSyncCursor(kept)));
        bringUp({});
        QTEST(m_answerable.constLast(), "answerable");
        QTEST(m_cursors.constFirst(), "cursor");
    }

    void whoWroteADayAgoIsNotBroughtBack()
    {
        ReplyTokenCache replyTokens(*m_clock);
        QSignalSpy changed(&replyTokens, &ReplyTokenCache::changed);
        const WallTime now = m_clock->wallNow();
        const Redacted<QString> token(u"context"_s);
        replyTokens.restore({{u"new"_s, token, now - std::chrono::hours(23)},
                             {u"ahead"_s, token, now + std::chrono::hours(9)},
                             {u"old"_s, token, now - std::chrono::hours(24)}});
        QCOMPARE(changed.constLast().constFirst().toInt(), 2);
        QCOMPARE(replyTokens.chats().size(), 2);
        QCOMPARE(replyTokens.chats().at(0).user, u"ahead"_s);
        QVERIFY(!replyTokens.contextOf(u"old"_s));
        m_clock->advance(std::chrono::hours(1));
        QVERIFY(!replyTokens.contextOf(u"new"_s));
        QCOMPARE(changed.constLast().constFirst().toInt(), 1); // and its time is watched
        m_clock->advance(std::chrono::hours(23));
        QVERIFY(!replyTokens.contextOf(u"ahead"_s)); // a clock that was ahead gives nobody more
    }

    void aChatCloses24HoursAfterItsLastMessage()
    {
        ReplyTokenCache replyTokens(*m_clock);
        note(replyTokens, wrote());
        m_clock->advance(std::chrono::hours(24) - seconds(1));
        QVERIFY(replyTokens.contextOf(u"u@im.wechat"_s).has_value());
        m_clock->advance(seconds(1));
        QVERIFY(!replyTokens.contextOf(u"u@im.wechat"_s).has_value());
        QVERIFY(replyTokens.contacts().isEmpty());
    }

    void whoHasNotWrittenIsNotWrittenTo()
    {
        bringUp(wrote());
        const auto stranger = send(u"v@im.wechat"_s);
        QVERIFY(!stranger);
        QVERIFY(stranger.error().kind == ErrorKind::Rejected);
        QCOMPARE(stranger.error().code, protocol::ilink::kMustWriteFirst);
        QVERIFY(m_sent.isEmpty());
        m_sendReply = json("{'ret':-2}");
        const auto refused = send(u"u@im.wechat"_s);
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Rejected);
        QCOMPARE(refused.error().code, protocol::ilink::kMustWriteFirst);
        const auto group =
            finished(m_gateway->sendMessage({ChatKind::Group, u"1"_s}, {TextSegment{u"x"_s}}, seconds(5)));
        QVERIFY(!group);
        QVERIFY(group.error().reason == Reason::UnknownAction);
    }

    void everyPartIsAMessageOfItsOwn()
    {
        bringUp(wrote());
        const auto staged = finished(m_gateway->stagePicture("bytes", "sha", u"a.png"_s, seconds(600)));
        QVERIFY(staged.has_value());
        QVERIFY(send(u"u@im.wechat"_s, staged->file).has_value());
        QCOMPARE(m_sent.size(), 2);
        QCOMPARE(itemType(0), 1);
        QCOMPARE(itemType(1), 2);
        QVERIFY(m_paths.indexOf(u"/upload"_s) < m_paths.indexOf(u"/ilink/bot/sendmessage"_s));
        const auto gone = send(u"u@im.wechat"_s, u"held:gone"_s);
        QVERIFY(!gone);
        QVERIFY(gone.error().reason == Reason::StagedFileGone);
        QCOMPARE(m_sent.size(), 2);
    }

    void aBindingLostWhileSendingIsTold()
    {
        bringUp(wrote());
        m_sendReply = json("{'ret':-14}");
        const auto sent = send(u"u@im.wechat"_s);
        QVERIFY(!sent);
        QVERIFY(sent.error().kind == ErrorKind::Rejected);
        QVERIFY(sent.error().reason == Reason::AccountOffline);
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1; }));
    }

private:
    static QByteArray confirmed()
    {
        return json("{'status':'confirmed','bot_token':'secret','ilink_bot_id':'b@im.bot'}");
    }
    static QByteArray wrote(WallTime at = {})
    {
        return json("{'ret':0,'msgs':[{'message_id':'7','from_user_id':'u@im.wechat','message_type':1,"
                    "'create_time_ms':"
                    + QByteArray::number(toMSecs(at))
                    + ",'context_token':'context','item_list':[{'type':1,'text_item':{'text':'hi'}}]}]}");
    }
    static void note(ReplyTokenCache &replyTokens, const QByteArray &answer)
    {
        const auto updates = protocol::ilink::decodeUpdates(answer);
        QVERIFY(updates.has_value());
        replyTokens.note(updates->messages.constFirst());
    }
    void serve(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to)
    {
        m_paths.append(request.path);
        if (request.path.endsWith(u"get_bot_qrcode"_s)) {
            to->send(m_codeStatus, {}, json("{'qrcode':'k','qrcode_img_content':'https://q'}"));
        } else if (request.path.endsWith(u"get_qrcode_status"_s)) {
            to->send(200, {}, m_scan);
        } else if (request.path.endsWith(u"getuploadurl"_s)) {
            to->send(200, {}, json("{'upload_full_url':'" + m_profile.webUi.toEncoded() + "/upload'}"));
        } else if (request.path == u"/upload"_s) {
            to->send(200, {{"x-encrypted-param", "p"}}, "");
        } else if (request.path.endsWith(u"sendmessage"_s)) {
            m_sent.append(QJsonDocument::fromJson(request.body).object().value(u"msg"_s).toObject());
            to->send(200, {}, m_sendReply);
        } else {
            m_cursors.append(QJsonDocument::fromJson(request.body)[u"get_updates_buf"_s].toString());
            if (m_updates.isEmpty())
                m_held.append(to);
            else
                to->send(200, {}, m_updates.takeFirst());
        }
    }
    //! Answers the poll that is held, and those to come.
    void say(const QByteArray &updates)
    {
        m_updates = {updates};
        if (!m_held.isEmpty())
            m_held.takeLast()->send(200, {}, m_updates.takeFirst());
    }
    void bind()
    {
        static_cast<void>(
            m_secrets->write(m_profile.id, config::SecretKind::WebUiCredential,
                             protocol::ilink::encodeBinding(
                                 {Redacted<QString>(u"secret"_s), u"b@im.bot"_s, {}, m_profile.webUi.toString()})));
    }
    void connectLink()
    {
        m_said.clear();
        io::NetworkSettings network;
        network.systemProxy = false;
        m_gateway = std::make_unique<ILinkGateway>(
            m_profile,
            DriverContext{.clock = *m_clock, .secrets = *m_secrets, .children = m_children, .network = network});
        onDriverEvent<GatewaySignal>(*m_gateway, this, [this](const GatewaySignal &one) { m_said.append(one); });
        onDriverEvent<gateway::driver::QrChanged>(
            *m_gateway, this, [this](const gateway::driver::QrChanged &code) { m_codes.append(code.text.reveal()); });
        onDriverEvent<gateway::driver::AnswerableChanged>(
            *m_gateway, this,
            [this](const gateway::driver::AnswerableChanged &chats) { m_answerable.append(chats.chats); });
        onDriverEvent<Event>(*m_gateway, this, [this](const Event &event) { m_events.append(event); });
        m_gateway->connectLink();
    }
    //! A confirmed scan whose binding no answer has proved yet.
    void scanned()
    {
        m_scan = confirmed();
        connectLink();
        QVERIFY(lives([this] { return count<signal::Waiting>() == 1 && !m_held.isEmpty(); }));
    }
    void bringUp(const QByteArray &first)
    {
        bind();
        m_updates = {first.isEmpty() ? json("{'ret':0}") : first};
        connectLink();
        QVERIFY(lives([this] { return count<signal::ChannelUp>() == 1 && !m_held.isEmpty(); }));
    }
    Result<SentMessage> send(const QString &user, const QString &picture = {})
    {
        Message message{TextSegment{u"hello"_s}};
        if (!picture.isEmpty())
            message.append(ImageSegment{.file = picture, .url = {}, .summary = {}});
        return finished(m_gateway->sendMessage({ChatKind::Friend, user}, message, m_gateway->sendDeadline(0)));
    }
    template <class T>
    Result<T> finished(const FutureResult<T> &future)
    {
        if (!lives([&future] { return future.isFinished(); }))
            return fail(ErrorKind::Bug, Reason::Internal, u"never finished"_s);
        return future.result();
    }
    template <class Signal>
    [[nodiscard]] int count() const
    {
        return static_cast<int>(std::count_if(m_said.cbegin(), m_said.cend(), [](const GatewaySignal &one) {
            return std::holds_alternative<Signal>(one);
        }));
    }
    [[nodiscard]] QString accountSaid() const
    {
        for (const GatewaySignal &one : m_said) {
            if (const auto *login = std::get_if<signal::LoggedIn>(&one))
                return login->account.value();
        }
        return {};
    }
    [[nodiscard]] int itemType(qsizetype sent) const
    {
        return m_sent.at(sent).value(u"item_list"_s).toArray().at(0).toObject().value(u"type"_s).toInt();
    }
    //! Lets both sides live until `met` holds; false when `limit` of their time passed without it.
    template <class Condition>
    bool lives(Condition met, milliseconds limit = seconds(15))
    {
        const milliseconds step(20);
        for (milliseconds passed(0); passed < limit && !met(); passed += step) {
            QTest::qWait(1);
            m_clock->advance(step);
        }
        return met();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<config::SecretStore> m_secrets;
    io::ChildProcesses m_children;
    std::unique_ptr<io::HttpListener> m_server;
    std::unique_ptr<ILinkGateway> m_gateway;
    GatewayProfile m_profile;
    QList<QByteArray> m_updates; //!< answers to polls, in order; then they are held
    QList<std::shared_ptr<io::Responder>> m_held;
    QByteArray m_scan;
    QByteArray m_sendReply;
    QList<QJsonObject> m_sent;
    QStringList m_paths;
    QList<GatewaySignal> m_said;
    QStringList m_codes;
    int m_codeStatus = 200; //!< of the next ones
    QList<int> m_answerable; //!< as it changed
    QStringList m_cursors; //!< of the polls
    QList<Event> m_events;
};

ROOKERY_TEST(tst_ilinkdriver, TestILinkDriver)
#include "tst_ilinkdriver.moc"
