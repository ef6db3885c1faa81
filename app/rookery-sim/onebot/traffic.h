// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/chats.h"

namespace rookery::sim::onebot {

//! What others write to the account: messages and, now and then, pictures.
class Traffic final
{
public:
    struct Hooks {
        std::function<bool()> isOnline;
        //! The address of a received picture.
        std::function<QString(bool group, const QString &fileId)> pictureUrl;
        //! For the log: who said what where.
        std::function<void(const Peer &peer, const QString &sender, const QJsonArray &segments)> received;
        //! For the log, with the option `trace`: what clients get.
        std::function<void(const QJsonObject &event)> passedOn = {};
    };
    Traffic(World &world, Chats &chats, Hooks hooks);
    Q_DISABLE_COPY_MOVE(Traffic)

    //! Follows the options' rate and the faults that bring pictures.
    void start();
    void stop();
    void receivePicture();
    void receiveText();

private:
    void receive(const QJsonArray &segments);
    void onTick();
    void onPictureTick();

    World &m_world;
    Chats &m_chats;
    Hooks m_hooks;
    Timer m_tick;
    Timer m_pictureTick;
    int m_count = 0;
    qsizetype m_said = 0;
};

} // namespace rookery::sim::onebot
