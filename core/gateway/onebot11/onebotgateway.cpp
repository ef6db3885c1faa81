// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotgateway.h"

#include "dialects.h"

#include "base/reasons/gateway.h"
#include "base/reasons/picture.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

FutureResult<> notHere()
{
    return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction});
}

} // namespace

Result<StagedFile> stageInline(const QByteArray &bytes, const Clock &clock)
{
    if (bytes.isEmpty())
        return fail(ErrorKind::Rejected, Reason::PictureEmpty);
    return StagedFile{u"base64://"_s + QLatin1StringView(bytes.toBase64()), clock.now()};
}

OneBotGateway::OneBotGateway(const GatewayProfile &profile, const DriverContext &around)
    : m_clock(around.clock)
    , m_peer(profile, dialectOf(profile.kind), around.clock, around.secrets, around.network, around.deadlines,
             around.listener)
{
    connect(&m_peer, &OneBotClient::up, this, &OneBotGateway::onUp);
    connect(&m_peer, &OneBotClient::down, this, &OneBotGateway::onDown);
    connect(&m_peer, &OneBotClient::selfKnown, this, &OneBotGateway::onSelf);
    connect(&m_peer, &OneBotClient::offline, this, [this](LoginReason reason, const QString &text) {
        report(driver::LoginText{text}, signal::Waiting{reason, text});
    });
    connect(&m_peer, &OneBotClient::versionKnown, this, reporter());
    forwardSignals(m_peer, *this);
}

OneBotGateway::~OneBotGateway() = default;

Capabilities OneBotGateway::capabilities() const
{
    Capabilities can;
    can.rkey = dialect().pictureKeys;
    return can;
}

void OneBotGateway::connectLink()
{
    m_epoch.advance();
    m_peer.open();
}

void OneBotGateway::disconnectLink()
{
    m_epoch.advance();
    m_peer.close();
}

void OneBotGateway::onUp()
{
    report(signal::Reached{}, signal::Authenticated{});
}

void OneBotGateway::onDown(const Error &why, bool forGood)
{
    // a server that refuses a token was reached
    if (why.kind == ErrorKind::Auth && !report(signal::Reached{}))
        return;
    if (forGood)
        Q_EMIT happened(signal::Refused{why});
    else
        Q_EMIT happened(signal::LinkLost{why});
}

void OneBotGateway::onSelf(const AccountId &account, const QString &nickname)
{
    report(driver::LoginText{}, signal::LoggedIn{account, nickname}, signal::ChannelUp{});
}

FutureResult<protocol::Reply> OneBotGateway::call(const protocol::Action &action, milliseconds deadline)
{
    return m_peer.call(action, deadline);
}

FutureResult<StagedFile> OneBotGateway::stagePicture(const QByteArray &bytes, const QByteArray &, const QString &,
                                                     milliseconds)
{
    return readyResult<StagedFile>(stageInline(bytes, m_clock));
}

const Dialect &OneBotGateway::dialect() const
{
    return m_peer.dialect();
}

milliseconds OneBotGateway::sendDeadline(qint64 mediaBytes) const
{
    return gateway::sendDeadline(dialect(), mediaBytes);
}

FutureResult<> OneBotGateway::refreshQr()
{
    return notHere();
}

FutureResult<> OneBotGateway::quickLogin(const AccountId &)
{
    return notHere();
}

FutureResult<> OneBotGateway::restart()
{
    // `set_restart` logs the account out in some gateways and does nothing in others
    return notHere();
}

} // namespace rookery::gateway

#include "moc_onebotgateway.cpp"
