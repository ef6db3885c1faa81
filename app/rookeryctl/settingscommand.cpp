// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

namespace rookery::ctl {

namespace {

//! Implements `settings restore`: replaces a settings.json that is refused with the last good copy.
class RestoreSettingsCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        const Result<QString> aside = engine::restoreSettings(context().profileFolder, QStringLiteral("rookeryctl"));
        if (!aside)
            return fail(aside.error());
        out().line("restored", {{QStringLiteral("keptAs"), *aside}}, *aside);
        finish(ExitOk);
    }
};

} // namespace

std::unique_ptr<Command> makeRestoreSettingsCommand(Context context, NoOptions)
{
    return std::make_unique<RestoreSettingsCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "settingscommand.moc"
