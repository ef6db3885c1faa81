// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "ilinklink.h"
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
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const ILinkInput &input);
    void run(const ILinkEffect &effect);
    void dropAll();
    //! Reads the stored binding and takes a step with an `Input` of it.
    template <class Input>
    void readBinding();
    [[nodiscard]] Result<protocol::ilink::Binding> bindingIn(const Result<Redacted<QString>> &kept) const;
    void readCursor(const protocol::ilink::Binding &binding);
    void onBound(const protocol::ilink::Binding &given);
    void use(const protocol::ilink::Binding &binding, const std::optional<SyncCursor> &mailbox);
    void dropBinding();
    void keepSoon();
    void keepSyncCursor();
    [[nodiscard]] bool isOnline() const { return m_link.bot == ILinkLink::Bot::Online; }

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

    ILinkLink m_link;
    std::optional<Promise<void>> m_newCode; //!< pending request for a new code
};

} // namespace rookery::gateway
