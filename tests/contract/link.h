// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "subject.h"

#include "app/rookery-sim/reservedport.h"
#include "gateway/onebot11/onebotdriver.h"
#include "support/driverevents.h"

#include "gateway/kinds.h"
#include "gateway/onebot11/reverselistener.h"
#include "protocol/ilink.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

//! Leaves out a check of what this kind cannot do, as its driver says itself.
#define ROOKERY_NEEDS(link, capability)                                                                                \
    do {                                                                                                               \
        if (!(link).capabilities().capability)                                                                         \
            QSKIP("this kind cannot: " #capability);                                                                   \
    } while (false)

//! Leaves out a check of what cannot happen to this kind, as its simulator says itself.
#define ROOKERY_NEEDS_FAULT(link, fault)                                                                               \
    do {                                                                                                               \
        if (!(link).hasFault(fault))                                                                                   \
            QSKIP("this kind has no such trouble");                                                                    \
    } while (false)

//! A simulated gateway, a driver for it, and everything the driver said. Both live by the same manual
//! clock, which `until` moves fast, so that waits of a minute take a second.
class Link final : public QObject
{
public:
    explicit Link(const Subject &subject, sim::GatewayOptions options = {}) : m_secrets(config::makeMemorySecretStore())
    {
        options.kind = subject.simKind;
        if (options.dialect.isEmpty())
            options.dialect = subject.dialect;
        if (subject.generation != 0)
            options.generation = subject.generation;
        if (subject.kind == GatewayKind::MonitoredService && options.folder.isEmpty())
            options.folder = m_folder.path();
        const QString ours = QStringLiteral("//127.0.0.1:%1/").arg(m_ourPort.number());
        if (subject.way == OneBotTransportKind::Reverse)
            options.reverseUrl = u"ws:"_s + ours;
        if (subject.way == OneBotTransportKind::HttpPost)
            options.postUrl = u"http:"_s + ours;
        sim = std::make_unique<sim::SimGateway>(clock, options);
        started = sim->start();
        m_isBound = options.loggedIn;
        const Access access = accessTo(*sim, subject);
        profile = access.profile;
        profile.id = GatewayId(QStringLiteral("link"));
        token = access.token;
    }
    ~Link() override { gateway.reset(); }
    Q_DISABLE_COPY_MOVE(Link)

    //! Makes a driver from `profile` and `token` as they stand, with their secrets kept.
    [[nodiscard]] std::unique_ptr<gateway::Gateway> makeDriver()
    {
        if (!oneBotToken.isNull())
            static_cast<void>(
                m_secrets->write(profile.id, config::SecretKind::OneBotToken, Redacted<QString>(oneBotToken)));
        if (!token.isNull()) // null: nobody has one
            static_cast<void>(m_secrets->write(profile.id, config::tokenKind(profile.kind), Redacted<QString>(token)));
        if (!rookery::takesToken(profile.kind) && m_isBound)
            keepBinding();
        return gateway::makeGateway(profile,
                                    {.clock = clock,
                                     .secrets = *m_secrets,
                                     .children = m_children,
                                     .network = network(),
                                     .listener = &listener});
    }
    //! Makes the driver, and connects.
    void connectLink()
    {
        gateway = makeDriver();
        record();
        gateway->connectLink();
    }

    [[nodiscard]] Capabilities capabilities() const
    {
        ManualClock idle;
        io::ChildProcesses none;
        return gateway::makeGateway(profile, {.clock = idle, .secrets = *m_secrets, .children = none})->capabilities();
    }
    //! What a login of ours got earlier, where no token is given.
    void keepBinding()
    {
        const protocol::ilink::Binding binding{
            Redacted<QString>(token), account().value(), {}, profile.webUi.toString()};
        static_cast<void>(
            m_secrets->write(profile.id, config::SecretKind::WebUiCredential, protocol::ilink::encodeBinding(binding)));
    }
    [[nodiscard]] Result<Redacted<QString>> keptBinding()
    {
        return finished(m_secrets->read(profile.id, config::SecretKind::WebUiCredential));
    }
    //! Where a mailbox was left.
    [[nodiscard]] Result<Redacted<QString>> keptSyncCursor()
    {
        return finished(m_secrets->read(profile.id, config::SecretKind::SyncCursor));
    }
    [[nodiscard]] AccountId account() const { return AccountId(sim->state().value(u"account"_s).toString()); }
    //! No groups, and only who wrote can be answered.
    [[nodiscard]] bool answersOnly() const { return capabilities().answersOnly; }
    //! The n-th chat of the simulated account: groups where there are any.
    [[nodiscard]] Target chat(int number) const
    {
        if (answersOnly())
            return {ChatKind::Friend, u"2000%1@im.wechat"_s.arg(number)};
        return {ChatKind::Group, QString::number(30000 + number)};
    }
    //! There is a secret to show, and somebody who judges it.
    [[nodiscard]] bool takesToken() const { return rookery::takesToken(profile.kind) && capabilities().actions; }
    //! Nothing keeps the link but asking, by HTTP requests.
    [[nodiscard]] bool overHttp() const
    {
        return !capabilities().actions || profile.way == OneBotTransportKind::Http
            || profile.way == OneBotTransportKind::HttpPost || profile.way == OneBotTransportKind::HttpEvents;
    }
    //! The gateway opens the connection, and we judge its token.
    [[nodiscard]] bool dialsUs() const { return profile.way == OneBotTransportKind::Reverse; }
    //! There is nothing but OneBot: no panel, no login that we could see.
    [[nodiscard]] bool oneBotAlone() const
    {
        return config::tokenKind(profile.kind) == config::SecretKind::OneBotToken;
    }
    //! The one address that the operator gives.
    [[nodiscard]] QUrl &address() { return oneBotAlone() ? profile.oneBot : profile.webUi; }
    [[nodiscard]] bool hasFault(const QString &name) const
    {
        // switching off what was never on changes nothing
        return sim->setFault(name, {{QStringLiteral("on"), false}}).has_value();
    }

    //! Lets both sides live until `met` holds; false when `limit` of their time passed without it.
    template <class Condition>
    bool until(Condition met, milliseconds limit = seconds(30))
    {
        const milliseconds step(limit > seconds(120) ? 250 : (limit > seconds(30) ? 50 : 10));
        for (milliseconds passed(0); passed < limit; passed += step) {
            if (met())
                return true;
            QTest::qWait(1);
            clock.advance(step);
        }
        return met();
    }
    //! Lets time pass, whatever happens.
    void pass(milliseconds span)
    {
        static_cast<void>(until([] { return false; }, span));
    }

    template <class T>
    Result<T> finished(const FutureResult<T> &future, milliseconds limit = seconds(90))
    {
        if (!until([&future] { return future.isFinished(); }, limit))
            return neverFinished();
        return future.result();
    }

    template <class Signal>
    [[nodiscard]] int count() const
    {
        return static_cast<int>(std::count_if(said.cbegin(), said.cend(), [](const gateway::GatewaySignal &one) {
            return std::holds_alternative<Signal>(one);
        }));
    }
    template <class Signal>
    [[nodiscard]] bool saw() const
    {
        return count<Signal>() > 0;
    }
    //! The newest signal of a type; a default one when there was none.
    template <class Signal>
    [[nodiscard]] Signal last() const
    {
        for (auto it = said.crbegin(); it != said.crend(); ++it) {
            if (const auto *found = std::get_if<Signal>(&*it))
                return *found;
        }
        return {};
    }

    //! Connected and able to send.
    bool bringUp()
    {
        connectLink();
        return until([this] { return saw<gateway::signal::ChannelUp>(); }) && (!answersOnly() || usersWrite());
    }

    //! The first two write to the bot, so that they can be answered.
    bool usersWrite()
    {
        for (const QString &from : {u"20001"_s, u"20002"_s}) {
            if (!sim->command(u"/message"_s, {{u"from"_s, from}, {u"text"_s, u"hi"_s}}))
                return false;
        }
        const bool came = until([this] { return events.size() >= 2; });
        events.clear();
        return came;
    }

    FutureResult<gateway::SentMessage> sendText(int chatNumber, const QString &text)
    {
        return gateway->sendMessage(chat(chatNumber), {TextSegment{text}}, gateway->sendDeadline(0));
    }
    FutureResult<gateway::SentMessage> sendPicture(int chatNumber, const QString &file, qint64 bytes)
    {
        return gateway->sendMessage(chat(chatNumber), {ImageSegment{.file = file, .url = {}, .summary = {}}},
                                    gateway->sendDeadline(bytes));
    }
    //! The driver below the port, where it speaks OneBot; else null.
    [[nodiscard]] gateway::OneBotDriver *oneBot() const { return qobject_cast<gateway::OneBotDriver *>(gateway.get()); }
    [[nodiscard]] int ownEchoes() const
    {
        return static_cast<int>(std::count_if(events.cbegin(), events.cend(), [](const Event &event) {
            const auto *message = std::get_if<MessageEvent>(&event.body);
            return message && message->own;
        }));
    }
    [[nodiscard]] ConnectionInfo connection(const QString &label) const { return connections.value(label); }

    static io::NetworkSettings network()
    {
        io::NetworkSettings settings;
        settings.systemProxy = false;
        return settings;
    }

    ManualClock clock;

private:
    QTemporaryDir m_folder; //!< of a service that writes its log
    sim::ReservedPort m_ourPort; //!< for what dials or posts to us

public:
    gateway::ReverseListener listener{
        clock, ListenerSettings{.host = {}, .port = m_ourPort.number(), .certificate = {}, .key = {}}};
    std::unique_ptr<sim::SimGateway> sim;
    Result<> started;
    GatewayProfile profile;
    QString token;
    QString oneBotToken;
    std::unique_ptr<gateway::Gateway> gateway;

    QList<gateway::GatewaySignal> said;
    QList<Event> events;
    QList<Error> skipped;
    QList<QString> codes; //!< login codes as they were shown; empty: none to show
    QList<milliseconds> lives; //!< of codes, as they were stated
    QList<LogLine> lines;
    QList<CertificateInfo> certificates;
    QHash<QString, ConnectionInfo> connections;
    QList<QuickLoginEntry> quick;
    QList<int> answerable; //!< as it changed
    QList<GatewayVitals> vitals;
    GatewayVersion version;
    ServiceView service; //!< as told last

private:
    void record()
    {
        onDriverEvent<gateway::GatewaySignal>(*gateway, this,
                                              [this](const gateway::GatewaySignal &one) { said.append(one); });
        onDriverEvent<Event>(*gateway, this, [this](const Event &event) { events.append(event); });
        onDriverEvent<gateway::driver::Undecodable>(
            *gateway, this, [this](const gateway::driver::Undecodable &what) { skipped.append(what.what); });
        onDriverEvent<gateway::driver::QrChanged>(
            *gateway, this, [this](const gateway::driver::QrChanged &text) { codes.append(text.text.reveal()); });
        onDriverEvent<gateway::driver::QrLifeStated>(
            *gateway, this, [this](const gateway::driver::QrLifeStated &left) { lives.append(left.left); });
        onDriverEvent<LogLine>(*gateway, this, [this](const LogLine &line) { lines.append(line); });
        onDriverEvent<CertificateInfo>(
            *gateway, this, [this](const CertificateInfo &certificate) { certificates.append(certificate); });
        onDriverEvent<ConnectionInfo>(*gateway, this,
                                      [this](const ConnectionInfo &info) { connections.insert(info.label, info); });
        onDriverEvent<gateway::driver::QuickListChanged>(
            *gateway, this, [this](const gateway::driver::QuickListChanged &entries) { quick = entries.entries; });
        onDriverEvent<gateway::driver::AnswerableChanged>(
            *gateway, this,
            [this](const gateway::driver::AnswerableChanged &chats) { answerable.append(chats.chats); });
        onDriverEvent<GatewayVitals>(*gateway, this, [this](const GatewayVitals &known) { vitals.append(known); });
        onDriverEvent<ServiceView>(*gateway, this, [this](const ServiceView &view) { service = view; });
        onDriverEvent<GatewayVersion>(*gateway, this, [this](const GatewayVersion &known) { version = known; });
    }

    std::unique_ptr<config::SecretStore> m_secrets;
    io::ChildProcesses m_children;
    bool m_isBound = false; //!< where no token is given: an earlier login has been
};

} // namespace rookery
