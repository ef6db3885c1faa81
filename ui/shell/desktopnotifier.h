// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/destination.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

class QSystemTrayIcon;

namespace rookery::ui {

class NotificationService;

//! Shows messages through the desktop's notification service, whose click says which message was meant; where there is
//! no such service, beside the tray icon. (Qt's own way through the service reports clicks on messages of any program,
//! and makes a message with an icon of ours not clickable.) GUI thread.
class DesktopNotifier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopNotifier)

public:
    //! Creates the notifier; `icon` outlives it.
    DesktopNotifier(QSystemTrayIcon &icon, QObject *parent);
    ~DesktopNotifier() override;

    //! Shows plain text; a click emits `clicked` with the destination.
    void show(const QString &text, const Destination &to);

Q_SIGNALS:
    void clicked(const rookery::ui::Destination &to);

private:
    void showBesideIcon(const QString &text, const Destination &to);

    QSystemTrayIcon &m_icon;
    std::unique_ptr<NotificationService> m_service; //!< null: there is no session bus
    std::optional<Destination> m_besideIcon; //!< of the newest message beside the icon, until it is clicked
};

} // namespace rookery::ui
