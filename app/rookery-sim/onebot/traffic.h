// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/chats.h"

namespace rookery::sim::onebot {

//! Generates what others write to the account: messages and, now and then, pictures.
class Traffic final
{
public:
    struct Hooks {
        std::function<bool()> isOnline;
        //! Returns the address of a received picture.
        std::function<QString(bool group, const QString &fileId)> pictureUrl;
        //! Notes for the log which sender wrote what to which chat.
        std::function<void(const Peer &peer, const QString &sender, const QJsonArray &segments)> received;
        //! Notes for the log, with the option `trace`, the event that clients get.
        std::function<void(const QJsonObject &event)> passedOn = {};
    };
    Traffic(State &state, Chats &chats, Hooks hooks);
    Q_DISABLE_COPY_MOVE(Traffic)

    //! Starts the traffic at the options' rate, and the pictures that faults require.
    void start();
    void stop();
    void receivePicture();
    void receiveText();

private:
    void receive(const QJsonArray &segments);
    void onTick();
    void onPictureTick();

    State &m_state;
    Chats &m_chats;
    Hooks m_hooks;
    Timer m_tick;
    Timer m_pictureTick;
    int m_count = 0;
    qsizetype m_said = 0;
};

} // namespace rookery::sim::onebot
