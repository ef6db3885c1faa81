// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "names.h"
#include "qrcode.h"

#include "base/clock.h"
#include "base/reasons/access.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QFile>
#include <QFileInfo>

#include <optional>

namespace rookery::ctl {

namespace {

//! Implements `login <id>`: follows one gateway from connecting to online and shows its codes.
class LoginCommand final : public CommandWith<LoginOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        m_gateway = GatewayId(options().gateway);
        if (!options().qrPng.isEmpty())
            m_png.emplace(options().qrPng);
        if (m_png && QFileInfo::exists(m_png->path())) // checked before a code is requested
            return fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::Duplicate, .detail = m_png->path()});
        m_engine = openEngine();
        if (!m_engine)
            return;
        connect(&m_engine->sessions(), &engine::SessionService::changed, this, &LoginCommand::apply);
        m_deadline.start(seconds(std::max<qint64>(1, options().timeout)));
        then(m_engine->sessions().start(m_gateway), [] {});
    }

private:
    void apply(const engine::SessionChanges &changes)
    {
        for (const AccountSnapshot &account : changes.accounts) {
            if (account.profile.id == m_gateway && !m_done)
                show(account);
        }
    }

    void show(const AccountSnapshot &account)
    {
        if (account.session != m_last) {
            m_last = account.session;
            out().line("state", toJson(account), text::accountWord(account, SystemClock().wallNow()));
        }
        if (account.login.qr && account.login.qr->generation != m_generation) {
            m_generation = account.login.qr->generation;
            showCode(account.login.qr->text);
        }
        if (account.session.phase == SessionPhase::Online)
            end(ExitOk);
        else if (account.session.phase == SessionPhase::Rejected) {
            out().error(account.session.why);
            end(ExitFailed);
        } else if (account.session.phase == SessionPhase::NeedsTotp) {
            askForTotp(text::asksForPhoneDigits(account.session) ? Reason::PhoneDigitsNeeded : Reason::TotpNeeded);
        }
    }

    void showCode(const Redacted<QString> &code)
    {
        if (m_png) {
            if (const auto written = m_png->write(code); !written) {
                out().error(written.error());
                return end(ExitFailed);
            }
        }
        QJsonObject fields{{QStringLiteral("generation"), m_generation},
                           {QStringLiteral("png"), m_png ? m_png->path() : QString()}};
        if (options().qrText)
            fields.insert(QStringLiteral("text"), code.reveal());
        out().line("qr", fields, options().qrText ? code.reveal() : QString());
        out().plain(drawQrBlocks(code));
    }

    // Reads the digits of an authenticator (gateway panel) or of the phone from standard input, one line.
    void askForTotp(ErrorReason wanted)
    {
        if (m_totpAsked)
            return;
        m_totpAsked = true;
        out().progress("asks", {{QStringLiteral("reason"), text::errorText(Error{.reason = wanted})}},
                       text::errorText(Error{.kind = ErrorKind::Auth, .reason = wanted}));
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly))
            return end(ExitFailed);
        constexpr qint64 kMaxLine = 64;
        const QString code = QString::fromUtf8(input.readLine(kMaxLine)).trimmed();
        if (code.isEmpty()) {
            out().error(Error{.kind = ErrorKind::Auth, .reason = wanted});
            return end(ExitFailed);
        }
        then(m_engine->sessions().submitTotp(m_gateway, Redacted<QString>(code)), [] {});
    }

    void end(int code)
    {
        m_done = true;
        m_png.reset();
        finish(code);
    }

    SystemClock m_clock;
    Timer m_deadline{m_clock, [this] {
                         out().error(Error{.kind = ErrorKind::Timeout, .reason = Reason::NotLoggedIn});
                         end(ExitFailed);
                     }};
    engine::Engine *m_engine = nullptr;
    GatewayId m_gateway;
    std::optional<QrPng> m_png;
    SessionState m_last;
    int m_generation = 0;
    bool m_totpAsked = false;
    bool m_done = false;
};

} // namespace

std::unique_ptr<Command> makeLoginCommand(Context context, LoginOptions options)
{
    return std::make_unique<LoginCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "logincommand.moc"
