// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "names.h"

#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QFile>

#include <cstdio>

namespace rookery::ctl {

namespace {

struct Tokens {
    Redacted<QString> webUi;
    Redacted<QString> oneBot;
};

// Line 1 is the WebUI token, line 2 (optional) the OneBot token.
Tokens readTokens()
{
    constexpr qint64 kMaxLine = 4096;
    QFile input;
    Tokens tokens;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return tokens;
    tokens.webUi = Redacted<QString>(QString::fromUtf8(input.readLine(kMaxLine)).trimmed());
    tokens.oneBot = Redacted<QString>(QString::fromUtf8(input.readLine(kMaxLine)).trimmed());
    return tokens;
}

QJsonObject toJson(const GatewayProfile &profile)
{
    return {{QStringLiteral("id"), profile.id.value()},
            {QStringLiteral("name"), profile.displayName()},
            {QStringLiteral("kind"), engine::gatewayKindId(profile.kind)},
            {QStringLiteral("url"), profile.address().toString()},
            {QStringLiteral("onebot"), profile.oneBot.toString()},
            {QStringLiteral("enabled"), profile.enabled}};
}

//! gateway add | list | test | remove
class GatewayCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        const QString verb = context().arguments.value(0);
        if (verb == u"add")
            add();
        else if (verb == u"list")
            list();
        else if (verb == u"test")
            test();
        else if (verb == u"remove")
            remove();
        else
            usage(QStringLiteral("gateway add | list | test | remove"));
    }

private:
    void add()
    {
        QCommandLineParser parser;
        parser.addOptions({{QStringLiteral("kind"), {}, QStringLiteral("kind"), QStringLiteral("napcat")},
                           {QStringLiteral("url"), {}, QStringLiteral("url")},
                           {QStringLiteral("onebot"), {}, QStringLiteral("url")},
                           {QStringLiteral("way"), {}, QStringLiteral("way"), QStringLiteral("socket")},
                           {QStringLiteral("account"), {}, QStringLiteral("number")},
                           {QStringLiteral("name"), {}, QStringLiteral("name")},
                           {QStringLiteral("token-stdin"), {}}});
        if (!parse(parser))
            return;
        const QStringList words = parser.positionalArguments();
        const auto way = engine::oneBotWay(parser.value(QStringLiteral("way")));
        // a gateway that dials in has no address of its own
        const bool hasAddress = parser.isSet(QStringLiteral("url")) || way == OneBotWay::Reverse;
        if (words.size() != 2 || !way || !hasAddress || !parser.isSet(QStringLiteral("token-stdin")))
            return usage(QStringLiteral("gateway add <id> --url URL --token-stdin"));
        const auto kind = engine::gatewayKind(parser.value(QStringLiteral("kind")));
        if (!kind)
            return usage(QStringLiteral("--kind %1").arg(kindNames()));
        GatewayProfile profile;
        profile.id = GatewayId(words.at(1));
        profile.kind = *kind;
        profile.name = parser.value(QStringLiteral("name"));
        if (parser.isSet(QStringLiteral("onebot")))
            profile.oneBot = QUrl(parser.value(QStringLiteral("onebot")), QUrl::StrictMode);
        profile.account = parser.value(QStringLiteral("account"));
        if (way != OneBotWay::Reverse) {
            const auto address = engine::Engine::parseAddress(parser.value(QStringLiteral("url")), *kind);
            if (!address)
                return fail(address.error());
            engine::Engine::setAddress(profile, address->url);
        }
        if (parser.isSet(QStringLiteral("way")))
            profile.way = *way;
        const Tokens tokens = readTokens();
        if (tokens.webUi.isEmpty() && engine::tokenNeeded(profile.kind))
            return fail(Error{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        then(engine->addGateway(profile, tokens.webUi, tokens.oneBot), [this, engine, profile] {
            out().line("gateway", toJson(profile),
                       QStringLiteral("%1  %2").arg(profile.id.value(), profile.address().toString()));
            if (engine->keyring() != KeyringState::Works)
                out().plain(text::keyringAdvice(engine->keyring()));
            finish(ExitOk);
        });
    }

    void list()
    {
        const engine::Reader *reader = openReader();
        if (!reader)
            return;
        for (const GatewayProfile &profile : reader->gateways()) {
            out().line("gateway", toJson(profile),
                       QStringLiteral("%1  %2  %3")
                           .arg(profile.id.value(), profile.displayName(), profile.address().toString()));
        }
        finish(ExitOk);
    }

    void test()
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        const GatewayProfile profile = find(*engine, GatewayId(context().arguments.value(1)));
        if (profile.id.isNull())
            return;
        then(engine->testGateway(profile, {}), [this](const GatewayTestReport &report) {
            for (const TestStepResult &step : report.steps)
                print(step);
            finish(report.passed() ? ExitOk : ExitFailed);
        });
    }

    void print(const TestStepResult &step)
    {
        const QString outcome = step.state == StepState::Failed ? text::errorText(step.why) : step.found;
        static constexpr const char *kStates[] = {"not run", "passed", "failed", "skipped"};
        const QString state = QString::fromLatin1(kStates[int(step.state)]);
        out().line("test",
                   {{QStringLiteral("step"), text::testStepName(step.step)},
                    {QStringLiteral("state"), state},
                    {QStringLiteral("found"), outcome}},
                   QStringLiteral("%1: %2  %3").arg(text::testStepName(step.step), state, outcome));
    }

    void remove()
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        const GatewayProfile profile = find(*engine, GatewayId(context().arguments.value(1)));
        if (!profile.id.isNull())
            then(engine->removeGateway(profile.id), [this] { finish(ExitOk); });
    }

    // Null id after an error, which has been told.
    GatewayProfile find(const engine::Engine &engine, const GatewayId &id)
    {
        for (const GatewayProfile &profile : engine.settings().gateways) {
            if (profile.id == id)
                return profile;
        }
        fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = id.value()});
        return {};
    }
};

} // namespace

std::unique_ptr<Command> makeGatewayCommand(Context context)
{
    return std::make_unique<GatewayCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "gatewaycommand.moc"
