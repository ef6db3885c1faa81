// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/sendbehaviour.h"
#include "onebot/commonactions.h"

namespace rookery::sim::napcat {

//! Implements NapCat's OneBot actions.
class Actions final : public onebot::CommonActions
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    struct Parts {
        State &state;
        onebot::Chats &chats;
        UploadStore &uploads;
        RkeyLife &rkey;
        const QqLogin &login;
        onebot::Sender &sender;
    };
    explicit Actions(const Parts &parts);

    //! Returns the refusal of a restart without a master process that could do it.
    [[nodiscard]] static QString noMaster() { return QStringLiteral("重启功能未初始化"); }

Q_SIGNALS:
    void restartRequested();

private:
    [[nodiscard]] Outcome unknown(const QString &action, onebot::Transport transport) const override;
    [[nodiscard]] Outcome missing(const QString &key) const override;
    void addAbout();
    void addMessages();
    void addRkey();
    [[nodiscard]] Outcome history(const onebot::Peer &peer, const QJsonObject &params) const;
    void getImage(const QJsonObject &params, const onebot::Done &done);
    void packet(const onebot::Done &done, const std::function<QJsonValue()> &data);

    Parts m_parts;
};

} // namespace rookery::sim::napcat
