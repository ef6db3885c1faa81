// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/sender.h"

namespace rookery::sim::napcat {

//! NapCat's OneBot actions by name, without a transport.
class Actions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    struct Parts {
        World &world;
        Chats &chats;
        UploadStore &uploads;
        RkeyLife &rkey;
        const QqLogin &login;
        Sender &sender;
    };
    explicit Actions(const Parts &parts);

    [[nodiscard]] bool knows(const QString &action) const;
    [[nodiscard]] QStringList names() const { return m_table.keys(); }
    //! Answers at once or later; never, where the real one never does.
    void call(const QString &action, const QJsonObject &params, Transport transport, const Done &done);
    void stop();

Q_SIGNALS:
    void restartRequested();

private:
    using Handler = std::function<void(const QJsonObject &params, Transport transport, const Done &done)>;
    struct Entry {
        QStringList required;
        Handler handler;
    };
    void addPlain(const QString &name, const QStringList &required,
                  std::function<Outcome(const QJsonObject &params)> f);
    void addAbout();
    void addContacts();
    void addMessages();
    void addRkey();
    [[nodiscard]] Outcome history(const Peer &peer, const QJsonObject &params) const;
    void getImage(const QJsonObject &params, const Done &done);
    void packet(const Done &done, const std::function<QJsonValue()> &data);

    Parts m_parts;
    QMap<QString, Entry> m_table;
    Scheduler m_scheduler;
};

} // namespace rookery::sim::napcat
