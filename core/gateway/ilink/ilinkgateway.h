// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/badframes.h"
#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "ilinksender.h"
#include "scanlogin.h"
#include "updatespoll.h"

#include "config/secretstore.h"
#include "model/gateway.h"

namespace rookery::gateway {

//! Drives a WeChat bot over iLink: Rookery itself is the bot's client. It holds its own binding; a new scan takes the
//! bot from the program that had it before. Only private chats, and only with users who wrote within a day. The
//! binding is stored as SecretKind::WebUiCredential, the mailbox position as SecretKind::SyncCursor, and both nowhere
//! else.
class ILinkGateway final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkGateway)

public:
    ILinkGateway(const GatewayProfile &profile, const DriverContext &around);
    ~ILinkGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<SentMessage> sendMessage(const Target &target, const Message &message,
                                                        milliseconds deadline) override;
    [[nodiscard]] FutureResult<QList<Contact>> contacts(ChatKind kind, Freshness freshness,
                                                        milliseconds deadline) override;
    [[nodiscard]] FutureResult<SelfInfo> self(milliseconds deadline) override;
    [[nodiscard]] FutureResult<QList<PictureKey>> pictureKeys(milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &code) override;
    [[nodiscard]] FutureResult<> restart() override;

private:
    void wire();
    void dropAll();
    void onBinding(const Result<Redacted<QString>> &kept);
    void onKeyring(KeyringState state);
    [[nodiscard]] std::optional<protocol::ilink::Binding> bindingIn(const Result<Redacted<QString>> &kept) const;
    void resume(const protocol::ilink::Binding &binding);
    void use(const protocol::ilink::Binding &binding, const SyncCursor &syncCursor);
    void keepSoon();
    void keepSyncCursor();
    void onBound(const protocol::ilink::Binding &binding);
    void onCode(const Redacted<QString> &content);
    void onUpdates(const protocol::ilink::Updates &updates);
    [[nodiscard]] bool tellOnline();
    void onPollFailed(const Error &error);
    void loseBinding(const QString &text);
    bool wait(LoginReason reason, const QString &text);
    void end(Error why);

    GatewayId m_id;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    ILinkClient m_api;
    ScanLogin m_login;
    UpdatesPoll m_poll;
    ReplyTokenCache m_replyTokens;
    ILinkSender m_sender;
    Timer m_keep; //!< delays writing the bookmark, so that many changes make one write
    ConnectionTracker m_connection;
    BadFrames m_badFrames;

    bool m_linked = false;
    bool m_bound = false; //!< a binding is in use: no login runs beside it
    bool m_unread = false; //!< a login runs because no keyring was available to read a binding from
    bool m_loggedIn = false;
    bool m_waiting = false; //!< Waiting was reported, and no digits were requested since
    AccountId m_account; //!< owner of this mailbox and these chats; outlives a lost link, not a lost binding
    std::optional<Promise<void>> m_refresh;
};

} // namespace rookery::gateway
