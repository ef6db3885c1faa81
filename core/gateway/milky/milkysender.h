// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/inmemorypicturestage.h"
#include "milkyclient.h"

#include "base/epoch.h"
#include "model/event.h"
#include "protocol/milky.h"

#include <QHash>
#include <QObject>

#include <map>
#include <memory>

namespace rookery::gateway {

//! Sends messages and checks the outcome: the answer names the message, and get_message returns QQ's own copy. That
//! copy is the proof (reported as an own message by `readBack`), and it shows whether the pictures are in it: a
//! gateway may drop one and still report ok. Own messages that the gateway pushes count as well; each is reported
//! once. Lives on the engine thread. Facts: docs/protocol/milky.md, "Sending".
class MilkySender final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkySender)

public:
    //! Delays between looks at the server's copy, while it is missing or the call fails.
    static constexpr milliseconds kLooks[] = {milliseconds(0), seconds(2), seconds(8), seconds(30)};
    //! Number of looks that the answer to a send with pictures waits for.
    static constexpr int kLooksBeforeAnswer = 2;

    MilkySender(MilkyClient &api, Clock &clock, const Deadlines &deadlines, QObject *parent = nullptr);
    ~MilkySender() override;

    //! Sets the account whose messages are own ones. Drops everything awaited for another account.
    void setAccount(const AccountId &account);
    //! Stops looking; sends in flight still get their answer.
    void stop();

    [[nodiscard]] InMemoryPictureStage &pictures() { return m_pictures; }
    //! Sends a message. Rejected/PictureLost: the message is in the chat, but not all of its pictures are.
    [[nodiscard]] FutureResult<SentMessage> send(const Target &target, const Message &message, milliseconds deadline);
    //! Notes an own message that the gateway pushed. False: it is known already, or it lost pictures.
    [[nodiscard]] bool observeOwn(const MessageEvent &message);

Q_SIGNALS:
    //! Delivers QQ's copy of a sent message; emitted once each.
    void readBack(const rookery::Event &event);

private:
    struct Request {
        QString api;
        QJsonObject params;
        protocol::milky::MessageKey key; //!< sequence not known yet
        int pictures = 0;
    };
    struct Look {
        protocol::milky::MessageKey key;
        int pictures = 0;
        int done = 0; //!< looks so far
        std::unique_ptr<Promise<SentMessage>> answer; //!< while the send waits for the outcome
        std::unique_ptr<Timer> next;
    };

    [[nodiscard]] Result<Request> requestOf(const Target &target, Message message) const;
    void onSent(const Request &request, const Result<QJsonObject> &reply, const Promise<SentMessage> &answer);
    void startLooking(const QString &id, const Request &request, const Promise<SentMessage> &answer);
    void schedule(const QString &id);
    void look(const QString &id);
    void onLook(const QString &id, const Result<QJsonObject> &reply);
    //! Compares the server's copy with what was sent. False: it cannot be read, or is not an own message.
    [[nodiscard]] bool judge(const QString &id, const QJsonObject &message);
    void remember(const QString &id, int pictures);
    void endLook(const QString &id, const Result<SentMessage> &result);

    MilkyClient &m_api;
    Clock &m_clock;
    Deadlines m_deadlines;
    InMemoryPictureStage m_pictures;
    AccountId m_account;
    Epoch m_epoch;
    std::map<QString, Look> m_looks; //!< by message id
    QHash<QString, int> m_told; //!< own messages already reported, with their number of pictures
    QStringList m_toldOrder;
};

} // namespace rookery::gateway
