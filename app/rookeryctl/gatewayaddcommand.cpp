// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "gatewaycommands.h"
#include "names.h"

#include "base/reasons/access.h"
#include "model/names.h"
#include "ui/text/exposure.h"
#include "ui/text/wording.h"

#include <QFile>
#include <QJsonArray>

#include <cstdio>

namespace rookery::ctl {

namespace {

struct Tokens {
    Redacted<QString> main;
    Redacted<QString> oneBot;
};

// Reads from standard input: line 1 is the gateway's own token, line 2 (optional) that of its OneBot port.
Tokens readTokens()
{
    constexpr qint64 kMaxLine = 4096;
    QFile input;
    Tokens tokens;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return tokens;
    tokens.main = Redacted<QString>(QString::fromUtf8(input.readLine(kMaxLine)).trimmed());
    tokens.oneBot = Redacted<QString>(QString::fromUtf8(input.readLine(kMaxLine)).trimmed());
    return tokens;
}

//! Returns whether the gateway can be found although no address is given.
bool canDoWithoutAddress(const GatewayProfile &profile)
{
    const bool reverse = text::dialsIn(profile) && profile.way == OneBotTransportKind::Reverse;
    const KindTraits &traits = traitsOf(profile.kind);
    const bool folder = traits.inFolder && !profile.folder.isEmpty();
    return reverse || folder || !traits.address.usual.isEmpty();
}

//! Implements `gateway add`.
class GatewayAddCommand final : public CommandWith<GatewayAddOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        if (!readProfile() || !readAddresses())
            return;
        const bool made = options().makeToken;
        const bool given = options().tokenStdin;
        if (made && (given || !text::takesMadeToken(m_profile)))
            return usage(
                QStringLiteral("--make-token goes with --kind onebot11|lagrange --way reverse|http-post, not with "
                               "--token-stdin"));
        if (!made && !given && (tokenNeeded(m_profile.kind) || text::dialsIn(m_profile)))
            return usage(QStringLiteral("gateway add <id> --url URL --token-stdin"));
        Tokens tokens;
        if (made)
            tokens.main = engine::GatewayService::makeToken();
        else if (given)
            tokens = readTokens();
        if (tokens.main.isEmpty() && (tokenNeeded(m_profile.kind) || text::dialsIn(m_profile)))
            return fail(Error{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        then(engine->gateways().add(m_profile, tokens.main, tokens.oneBot),
             [this, engine, token = tokens.main] { tell(*engine, token); });
    }

private:
    //! Returns false after a mistake, which it has printed.
    bool readProfile()
    {
        const auto kind = gatewayKind(options().kind);
        const auto way = fromName<OneBotTransportKind>(options().way.value_or(QStringLiteral("socket")));
        if (!kind || !way) {
            usage(!kind ? QStringLiteral("--kind %1").arg(kindNames())
                        : QStringLiteral("--way socket|two-sockets|reverse|http|http-post|http-events"));
            return false;
        }
        m_profile.id = GatewayId(options().id);
        m_profile.kind = *kind;
        m_profile.way = *way;
        m_profile.name = options().name;
        m_profile.account = options().account;
        m_profile.folder = options().folder;
        m_profile.program = options().program;
        m_profile.logFile = options().logFile;
        m_profile.logCommand = options().logCommand;
        return true;
    }

    bool readAddresses()
    {
        if (options().oneBot)
            m_profile.oneBot = QUrl(*options().oneBot, QUrl::StrictMode);
        if (options().front) {
            const auto front = engine::GatewayService::parsePageAddress(*options().front);
            if (!front) {
                fail(front.error());
                return false;
            }
            m_profile.front = front->url;
        }
        if (!options().url) {
            if (canDoWithoutAddress(m_profile))
                return true;
            usage(QStringLiteral("gateway add <id> --url URL --token-stdin"));
            return false;
        }
        const auto address = engine::GatewayService::parseAddress(*options().url, m_profile.kind);
        if (!address) {
            fail(address.error());
            return false;
        }
        const OneBotTransportKind way = m_profile.way;
        engine::GatewayService::setAddress(m_profile, address->url);
        if (options().way)
            m_profile.way = way;
        return true;
    }

    void tell(engine::Engine &engine, const Redacted<QString> &token)
    {
        QJsonObject added = toJson(m_profile);
        if (!token.isEmpty())
            added.insert(QStringLiteral("keyringWorks"), engine.profile().keyring() == KeyringState::Works);
        out().line("gateway", added,
                   QStringLiteral("%1  %2").arg(m_profile.id.value(), m_profile.address().toString()));
        if (options().makeToken) {
            const QString address = text::listenerAddress(engine.gateways().listener(), m_profile.way);
            out().line("paste",
                       {{QStringLiteral("gateway"), m_profile.id.value()},
                        {QStringLiteral("url"), address},
                        {QStringLiteral("token"), token.reveal()}},
                       QStringLiteral("%1  %2").arg(address, token.reveal()));
        }
        if (engine.profile().keyring() != KeyringState::Works)
            out().warning(text::keyringAdvice(engine.profile().keyring()));
        finish(ExitOk);
    }

    GatewayProfile m_profile;
};

} // namespace

QJsonObject toJson(const GatewayProfile &profile)
{
    QJsonObject json{{QStringLiteral("id"), profile.id.value()},
                     {QStringLiteral("name"), profile.displayName()},
                     {QStringLiteral("kind"), gatewayKindId(profile.kind)},
                     {QStringLiteral("url"), profile.address().toString()},
                     {QStringLiteral("onebot"), profile.oneBot.toString()},
                     {QStringLiteral("enabled"), profile.enabled}};
    if (traitsOf(profile.kind).choosesWay)
        json.insert(QStringLiteral("way"), nameOf(profile.way));
    if (!profile.tags.isEmpty())
        json.insert(QStringLiteral("tags"), QJsonArray::fromStringList(profile.tags));
    if (profile.neverBroadcast)
        json.insert(QStringLiteral("neverBroadcast"), true);
    if (profile.commandLeftOut)
        json.insert(QStringLiteral("commandLeftOut"), true);
    const std::pair<QString, QString> more[] = {
        {QStringLiteral("account"), profile.account}, {QStringLiteral("folder"), profile.folder},
        {QStringLiteral("program"), profile.program}, {QStringLiteral("front"), profile.front.toString()},
        {QStringLiteral("logFile"), profile.logFile}, {QStringLiteral("logCommand"), profile.logCommand}};
    for (const auto &[key, value] : more) {
        if (!value.isEmpty())
            json.insert(key, value);
    }
    return json;
}

std::unique_ptr<Command> makeGatewayAddCommand(Context context, GatewayAddOptions options)
{
    return std::make_unique<GatewayAddCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "gatewayaddcommand.moc"
