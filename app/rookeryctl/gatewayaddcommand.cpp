// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaycommands.h"
#include "names.h"

#include "base/reasons/access.h"
#include "model/names.h"
#include "ui/text/exposure.h"
#include "ui/text/wording.h"

#include <QFile>

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

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("kind"), {}, QStringLiteral("kind"), QStringLiteral("napcat")},
                       {QStringLiteral("url"), {}, QStringLiteral("url")},
                       {QStringLiteral("onebot"), {}, QStringLiteral("url")},
                       {QStringLiteral("way"), {}, QStringLiteral("way"), QStringLiteral("socket")},
                       {QStringLiteral("account"), {}, QStringLiteral("number")},
                       {QStringLiteral("folder"), {}, QStringLiteral("folder")},
                       {QStringLiteral("program"), {}, QStringLiteral("file")},
                       {QStringLiteral("front"), {}, QStringLiteral("url")},
                       {QStringLiteral("log-file"), {}, QStringLiteral("file")},
                       {QStringLiteral("log-command"), {}, QStringLiteral("command")},
                       {QStringLiteral("name"), {}, QStringLiteral("name")},
                       {QStringLiteral("token-stdin"), {}},
                       {QStringLiteral("make-token"), {}}});
}

//! Returns whether the gateway can be found although no address is given.
bool canDoWithoutAddress(const GatewayProfile &profile)
{
    const bool reverse = text::dialsIn(profile) && profile.way == OneBotTransportKind::Reverse;
    const bool folder = profile.kind == GatewayKind::Lagrange && !profile.folder.isEmpty();
    return reverse || folder || profile.kind == GatewayKind::ILink;
}

//! Implements `gateway add`.
class GatewayAddCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        addOptions(parser);
        if (!parse(parser) || !readProfile(parser) || !readAddresses(parser))
            return;
        m_make = parser.isSet(QStringLiteral("make-token"));
        const bool given = parser.isSet(QStringLiteral("token-stdin"));
        if (m_make && (given || !text::takesMadeToken(m_profile)))
            return usage(
                QStringLiteral("--make-token goes with --kind onebot11|lagrange --way reverse|http-post, not with "
                               "--token-stdin"));
        if (!m_make && !given && (engine::tokenNeeded(m_profile.kind) || text::dialsIn(m_profile)))
            return usage(QStringLiteral("gateway add <id> --url URL --token-stdin"));
        Tokens tokens;
        if (m_make)
            tokens.main = engine::Engine::makeToken();
        else if (given)
            tokens = readTokens();
        if (tokens.main.isEmpty() && (engine::tokenNeeded(m_profile.kind) || text::dialsIn(m_profile)))
            return fail(Error{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        then(engine->addGateway(m_profile, tokens.main, tokens.oneBot),
             [this, engine, token = tokens.main] { tell(*engine, token); });
    }

private:
    //! Returns false after a mistake, which it has printed.
    bool readProfile(const QCommandLineParser &parser)
    {
        const QStringList words = parser.positionalArguments();
        const auto kind = engine::gatewayKind(parser.value(QStringLiteral("kind")));
        const auto way = fromName<OneBotTransportKind>(parser.value(QStringLiteral("way")));
        if (words.size() != 2 || !kind || !way) {
            usage(!kind      ? QStringLiteral("--kind %1").arg(kindNames())
                      : !way ? QStringLiteral("--way socket|two-sockets|reverse|http|http-post|http-events")
                             : QStringLiteral("gateway add <id> --url URL --token-stdin"));
            return false;
        }
        m_profile.id = GatewayId(words.at(1));
        m_profile.kind = *kind;
        m_profile.way = *way;
        m_profile.name = parser.value(QStringLiteral("name"));
        m_profile.account = parser.value(QStringLiteral("account"));
        m_profile.folder = parser.value(QStringLiteral("folder"));
        m_profile.program = parser.value(QStringLiteral("program"));
        m_profile.logFile = parser.value(QStringLiteral("log-file"));
        m_profile.logCommand = parser.value(QStringLiteral("log-command"));
        return true;
    }

    bool readAddresses(const QCommandLineParser &parser)
    {
        if (parser.isSet(QStringLiteral("onebot")))
            m_profile.oneBot = QUrl(parser.value(QStringLiteral("onebot")), QUrl::StrictMode);
        if (parser.isSet(QStringLiteral("front"))) {
            const auto front =
                engine::Engine::parseAddress(parser.value(QStringLiteral("front")), GatewayKind::MonitoredService);
            if (!front) {
                fail(front.error());
                return false;
            }
            m_profile.front = front->url;
        }
        if (!parser.isSet(QStringLiteral("url"))) {
            if (canDoWithoutAddress(m_profile))
                return true;
            usage(QStringLiteral("gateway add <id> --url URL --token-stdin"));
            return false;
        }
        const auto address = engine::Engine::parseAddress(parser.value(QStringLiteral("url")), m_profile.kind);
        if (!address) {
            fail(address.error());
            return false;
        }
        const OneBotTransportKind way = m_profile.way;
        engine::Engine::setAddress(m_profile, address->url);
        if (parser.isSet(QStringLiteral("way")))
            m_profile.way = way;
        return true;
    }

    void tell(const engine::Engine &engine, const Redacted<QString> &token)
    {
        QJsonObject added = toJson(m_profile);
        if (!token.isEmpty())
            added.insert(QStringLiteral("keyringWorks"), engine.keyring() == KeyringState::Works);
        out().line("gateway", added,
                   QStringLiteral("%1  %2").arg(m_profile.id.value(), m_profile.address().toString()));
        if (m_make) {
            const QString address = text::listenerAddress(engine.listener(), m_profile.way);
            out().line("paste",
                       {{QStringLiteral("gateway"), m_profile.id.value()},
                        {QStringLiteral("url"), address},
                        {QStringLiteral("token"), token.reveal()}},
                       QStringLiteral("%1  %2").arg(address, token.reveal()));
        }
        if (engine.keyring() != KeyringState::Works)
            out().warning(text::keyringAdvice(engine.keyring()));
        finish(ExitOk);
    }

    GatewayProfile m_profile;
    bool m_make = false;
};

} // namespace

QJsonObject toJson(const GatewayProfile &profile)
{
    QJsonObject json{{QStringLiteral("id"), profile.id.value()},
                     {QStringLiteral("name"), profile.displayName()},
                     {QStringLiteral("kind"), engine::gatewayKindId(profile.kind)},
                     {QStringLiteral("url"), profile.address().toString()},
                     {QStringLiteral("onebot"), profile.oneBot.toString()},
                     {QStringLiteral("enabled"), profile.enabled}};
    if (profile.kind == GatewayKind::OneBot11)
        json.insert(QStringLiteral("way"), nameOf(profile.way));
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

std::unique_ptr<Command> makeGatewayAddCommand(Context context)
{
    return std::make_unique<GatewayAddCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "gatewayaddcommand.moc"
