// SPDX-License-Identifier: GPL-3.0-or-later
// gateway list, test, remove and allow-command.
#include "command.h"
#include "gatewaycommands.h"

#include "base/reasons/input.h"
#include "ui/text/errortext.h"
#include "ui/text/exposure.h"
#include "ui/text/wording.h"

namespace rookery::ctl {

namespace {

//! Implements `gateway list`, which reads beside a running owner.
class GatewayListCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        const engine::Reader *reader = openReader();
        if (!reader)
            return;
        for (const GatewayProfile &profile : reader->gateways()) {
            QString words = QStringLiteral("%1  %2  %3")
                                .arg(profile.id.value(), profile.displayName(), profile.address().toString());
            if (const QString tags = text::tagWords(profile); !tags.isEmpty())
                words += QStringLiteral("  (%1)").arg(tags);
            out().line("gateway", toJson(profile), words);
            if (!profile.commandLeftOut)
                continue;
            const text::Exposure left = text::commandLeftOut({profile.displayName()});
            out().warning(left.finding + QStringLiteral(". ") + left.remedy);
        }
        finish(ExitOk);
    }
};

//! Opens the profile, finds the gateway that was named, and hands both to `run`.
class OneGatewayCommand : public CommandWith<SubjectOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() final
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        for (const GatewayProfile &profile : engine->profile().settings().gateways) {
            if (profile.id == GatewayId(options().subject))
                return run(*engine, profile);
        }
        fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = options().subject});
    }

protected:
    virtual void run(engine::Engine &engine, const GatewayProfile &profile) = 0;
};

//! Implements `gateway test`.
class GatewayTestCommand final : public OneGatewayCommand
{
    Q_OBJECT

public:
    using OneGatewayCommand::OneGatewayCommand;

private:
    void run(engine::Engine &engine, const GatewayProfile &profile) override
    {
        then(engine.gateways().test(profile, {}), [this, kind = profile.kind](const GatewayTestReport &report) {
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
};

//! Implements `gateway remove`.
class GatewayRemoveCommand final : public OneGatewayCommand
{
    Q_OBJECT

public:
    using OneGatewayCommand::OneGatewayCommand;

private:
    void run(engine::Engine &engine, const GatewayProfile &profile) override
    {
        then(engine.gateways().remove(profile.id), [this] { finish(ExitOk); });
    }
};

//! Implements `gateway allow-command`: prints the command that will be run, then allows it as if it had been typed
//! here.
class AllowCommandCommand final : public OneGatewayCommand
{
    Q_OBJECT

public:
    using OneGatewayCommand::OneGatewayCommand;

private:
    void run(engine::Engine &engine, const GatewayProfile &stored) override
    {
        GatewayProfile profile = stored;
        profile.commandLeftOut = false;
        then(engine.gateways().update(profile, {}), [this, &engine, profile] {
            const QString command = profile.logCommand.isEmpty() ? profile.program : profile.logCommand;
            out().line("gateway", toJson(profile), QStringLiteral("%1  %2").arg(profile.id.value(), command));
            if (engine.profile().keyring() != KeyringState::Works)
                out().warning(text::keyringAdvice(engine.profile().keyring()));
            finish(ExitOk);
        });
    }
};

} // namespace

std::unique_ptr<Command> makeGatewayListCommand(Context context, NoOptions)
{
    return std::make_unique<GatewayListCommand>(std::move(context));
}

std::unique_ptr<Command> makeGatewayTestCommand(Context context, SubjectOptions options)
{
    return std::make_unique<GatewayTestCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeGatewayRemoveCommand(Context context, SubjectOptions options)
{
    return std::make_unique<GatewayRemoveCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeAllowCommandCommand(Context context, SubjectOptions options)
{
    return std::make_unique<AllowCommandCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "gatewaycommand.moc"
