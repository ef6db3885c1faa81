// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaycommands.h"

#include "base/reasons/input.h"
#include "ui/text/errortext.h"
#include "ui/text/exposure.h"
#include "ui/text/wording.h"

namespace rookery::ctl {

namespace {

//! Implements `gateway list`, `test`, `remove` and `allow-command`.
class GatewayCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        const QString verb = context().arguments.value(0);
        if (verb == u"list")
            list();
        else if (verb == u"test")
            test();
        else if (verb == u"remove")
            remove();
        else if (verb == u"allow-command")
            allowCommand();
        else
            usage(QStringLiteral("gateway add | list | test | remove | allow-command | detect | listener | dial-ins"));
    }

private:
    void list()
    {
        const engine::Reader *reader = openReader();
        if (!reader)
            return;
        for (const GatewayProfile &profile : reader->gateways()) {
            out().line("gateway", toJson(profile),
                       QStringLiteral("%1  %2  %3")
                           .arg(profile.id.value(), profile.displayName(), profile.address().toString()));
            if (!profile.commandLeftOut)
                continue;
            const text::Exposure left = text::commandLeftOut({profile.displayName()});
            out().warning(left.finding + QStringLiteral(". ") + left.remedy);
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
        then(engine->testGateway(profile, {}), [this, kind = profile.kind](const GatewayTestReport &report) {
            for (const TestStepResult &step : report.steps) {
                if (text::hasTestStep(step.step, kind))
                    print(step, kind);
            }
            if (report.seems)
                ctl::print(out(), *report.seems);
            finish(report.passed() ? ExitOk : ExitFailed);
        });
    }

    void print(const TestStepResult &step, GatewayKind kind)
    {
        const QString outcome = step.why.reason == Reason::None ? step.found : text::errorText(step.why);
        static constexpr const char *kStates[] = {"not run", "passed", "failed", "skipped"};
        const QString state = QString::fromLatin1(kStates[int(step.state)]);
        const QString title = text::testStepName(step.step, kind);
        out().line(
            "test",
            {{QStringLiteral("step"), title}, {QStringLiteral("state"), state}, {QStringLiteral("found"), outcome}},
            QStringLiteral("%1: %2  %3").arg(title, state, outcome));
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

    //! Prints the command that will be run, then allows it as if it had been typed here.
    void allowCommand()
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        GatewayProfile profile = find(*engine, GatewayId(context().arguments.value(1)));
        if (profile.id.isNull())
            return;
        profile.commandLeftOut = false;
        then(engine->updateGateway(profile, {}), [this, engine, profile] {
            const QString command = profile.logCommand.isEmpty() ? profile.program : profile.logCommand;
            out().line("gateway", toJson(profile), QStringLiteral("%1  %2").arg(profile.id.value(), command));
            if (engine->keyring() != KeyringState::Works)
                out().warning(text::keyringAdvice(engine->keyring()));
            finish(ExitOk);
        });
    }

    // Returns a null id after an error, which it has printed.
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
    const QString verb = context.arguments.value(0);
    if (verb == u"add")
        return makeGatewayAddCommand(std::move(context));
    if (verb == u"detect")
        return makeDetectCommand(std::move(context));
    if (verb == u"listener")
        return makeListenerCommand(std::move(context));
    if (verb == u"dial-ins")
        return makeDialInsCommand(std::move(context));
    return std::make_unique<GatewayCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "gatewaycommand.moc"
