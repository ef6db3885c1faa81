// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/ilinkdialect.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

constexpr int kPictureEvery = 5;

} // namespace

QList<FaultInfo> knownFaults()
{
    return {
        {u"kick"_s, u"another program binds the bot now, as POST /kick does"_s},
        {u"verify-code"_s,
         u"a scan makes the phone show digits (GET /state, verifyCode) that the console has to give"_s},
        {u"already-bound"_s, u"a confirmed login is answered with binded_redirect: no token"_s},
        {u"redirect"_s, u"a scanned code has to be followed at the second host"_s},
        {u"redirect-foreign"_s, u"the same, to a host that no login may go to"_s},
        {u"first-poll-held"_s, u"a client's first question for messages is held like any other"_s},
        {u"half-open"_s, u"nothing is answered any more; off cuts the connections"_s},
        {u"drop-reply"_s, u"the call is carried out, its answer never sent"_s},
        {u"delay-reply"_s, u"answers come delayMs (3000) late"_s},
        {u"no-reply"_s, u"sends are neither carried out nor answered"_s},
        {u"accept-then-close"_s, u"a call is carried out, then the connection closes without an answer"_s},
        {u"accept-then-reset"_s, u"the same with a reset"_s},
        {u"http-504"_s, u"calls are answered by a proxy in between, not carried out"_s},
        {u"http-524"_s, u"the same with the number of one well-known proxy"_s},
        {u"send-refused"_s, u"a send is refused: HTTP 200 with ret -1"_s},
        {u"stale-token"_s, u"a send is refused with ret -2: the user has to write first"_s},
        {u"send-silently-lost"_s, u"answered with ret 0, but the user gets nothing"_s},
        {u"echo-tokens"_s, u"a refusal repeats the tokens that came with the call"_s},
        {u"rich-media"_s, u"the content servers refuse a picture"_s},
        {u"upload-param-only"_s, u"getuploadurl names no whole address"_s},
        {u"garbage"_s, u"answers are broken bytes; what is held is answered now"_s},
        {u"giant-frame"_s, u"one answer is 60 MB long; what is held is answered now"_s},
        {u"wrong-server"_s, u"every request is answered by a web server's welcome page"_s},
    };
}

ILinkDialect::ILinkDialect(const DialectContext &context)
    : m_state{.clock = context.clock, .options = context.options, .faults = context.faults, .ledger = context.ledger}
    , m_files(m_state)
    , m_mailbox(m_state, m_files)
    , m_login(m_state)
    , m_sender(m_state, m_mailbox, m_files)
    , m_server(m_state, {.login = m_login, .mailbox = m_mailbox, .sender = m_sender, .files = m_files})
    , m_tick(context.clock, [this] { onTick(); })
{
    connect(&context.faults, &Faults::changed, this, &ILinkDialect::onFault);
    connect(&m_login, &Login::bound, this, [this] {
        m_kicked = false;
        m_mailbox.endHeld(refusal(kTokenStale, u"session timeout"_s));
        m_mailbox.clear();
    });
}

ILinkDialect::~ILinkDialect()
{
    m_login.stop();
    m_mailbox.stop();
    m_sender.stop();
    m_server.close();
}

Result<> ILinkDialect::start(const QString & /*pictureBase*/)
{
    const Result<quint16> port = m_server.listen(m_state.options.port);
    if (!port)
        return fail(port.error());
    if (m_state.options.loggedIn) {
        m_state.token = m_state.options.token;
        m_state.givenTokens.append(m_state.token);
    }
    if (m_state.options.traffic > 0)
        m_tick.start(milliseconds(static_cast<qint64>(1000 / m_state.options.traffic)));
    return {};
}

Result<> ILinkDialect::kick()
{
    if (m_state.token.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"the bot is bound to nobody"_s);
    m_kicked = true;
    m_state.token.clear();
    m_mailbox.endHeld(refusal(kTokenStale, u"session timeout"_s));
    m_mailbox.clear();
    return {};
}

std::optional<Result<>> ILinkDialect::command(const QString &path, const QJsonObject &body)
{
    if (path == "/message"_L1)
        return m_mailbox.receive(body);
    if (path == "/qr/cancel"_L1)
        return m_login.cancel();
    return std::nullopt;
}

void ILinkDialect::onFault(const QString &name, bool on)
{
    if (!on)
        return;
    if (name == "kick"_L1) {
        static_cast<void>(kick());
        m_state.faults.switchOff(name);
    } else if (name == "garbage"_L1 || name == "giant-frame"_L1) {
        m_login.flush();
        m_mailbox.flush();
    }
}

//! Lets one of the friends write.
void ILinkDialect::onTick()
{
    static const QStringList phrases{u"早上好"_s, u"收到"_s, u"在吗？"_s, u"got it, thanks!"_s, u"晚安~"_s};
    m_tick.start(milliseconds(static_cast<qint64>(1000 / m_state.options.traffic)));
    const QStringList &friends = m_state.options.friends;
    if (friends.isEmpty())
        return;
    const bool isPicture = ++m_received % kPictureEvery == 0;
    QJsonObject message{{u"from"_s, friends.at(m_received % friends.size())}};
    if (isPicture)
        message.insert(u"picture"_s, true);
    else
        message.insert(u"text"_s, phrases.at(QRandomGenerator::global()->bounded(static_cast<int>(phrases.size()))));
    static_cast<void>(m_mailbox.receive(message)); // refused while the bot is not bound
}

PictureAnswer ILinkDialect::picture(const QString & /*rkey*/, const QString & /*fileId*/) const
{
    return {.type = "text/plain", .bytes = "pictures of WeChat lie at its own content servers"};
}

QJsonObject ILinkDialect::announcement() const
{
    return {{u"webui"_s, m_state.base}};
}

QJsonObject ILinkDialect::secrets() const
{
    return {{u"botToken"_s, QJsonArray::fromStringList(m_state.givenTokens)},
            {u"contextToken"_s, QJsonArray::fromStringList(m_state.givenContexts)},
            {u"qr"_s, m_login.contents()},
            {u"pictureKey"_s, m_files.keys()}};
}

QJsonObject ILinkDialect::state() const
{
    QJsonObject told = m_login.describe();
    const QString unbound = m_kicked ? u"kicked"_s : u"waiting"_s;
    told.insert(u"login"_s, m_state.token.isEmpty() ? unbound : u"online"_s);
    told.insert(u"account"_s, m_state.botId());
    told.insert(u"secondHost"_s, m_state.secondHost);
    told.insert(u"polls"_s, m_mailbox.held());
    told.insert(u"bytesIn"_s, m_state.bytesIn);
    told.insert(u"requests"_s, m_state.requests);
    return told;
}

} // namespace rookery::sim::ilink

#include "moc_ilinkdialect.cpp"
