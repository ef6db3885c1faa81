// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/chats.h"
#include "napcat/qqlogin.h"
#include "napcat/rkeylife.h"

namespace rookery::sim::napcat {

//! What others write to the account: messages and, now and then, pictures.
class Traffic final
{
public:
    Traffic(World &world, Chats &chats, RkeyLife &rkey, const QqLogin &login);
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
    RkeyLife &m_rkey;
    const QqLogin &m_login;
    Timer m_tick;
    Timer m_pictureTick;
    int m_count = 0;
};

} // namespace rookery::sim::napcat
