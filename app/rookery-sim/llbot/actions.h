// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/state.h"
#include "onebot/commonactions.h"
#include "onebot/picturekeys.h"

namespace rookery::sim::llbot {

//! Implements LLBot's OneBot actions.
class Actions final : public onebot::CommonActions
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    struct Parts {
        State &state;
        onebot::Chats &chats;
        onebot::PictureKeys &keys;
        onebot::Account &account;
        onebot::Sender &sender;
    };
    explicit Actions(const Parts &parts);
    void countSent() { ++m_sent; }
    void countReceived() { ++m_received; }

Q_SIGNALS:
    //! Reports the end of the QQ session. Before generation 8, set_restart ends it and does not bring it back.
    void loggedOut();

private:
    [[nodiscard]] Outcome unknown(const QString &action, onebot::Transport transport) const override;
    [[nodiscard]] Outcome missing(const QString &key) const override;
    void addAbout();
    void addHistory();
    [[nodiscard]] Outcome status() const;
    [[nodiscard]] Outcome rkey();
    [[nodiscard]] Outcome history(const onebot::Peer &peer, const QJsonObject &params) const;

    Parts m_parts;
    qint64 m_started;
    int m_sent = 0;
    int m_received = 0;
};

} // namespace rookery::sim::llbot
