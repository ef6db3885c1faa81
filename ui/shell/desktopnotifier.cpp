// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktopnotifier.h"

#include <QGuiApplication>
#include <QSystemTrayIcon>

#ifdef ROOKERY_NOTIFICATION_BUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>
#include <QVariantMap>
#endif

#include <functional>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

#ifdef ROOKERY_NOTIFICATION_BUS

//! Talks to the notification service of the desktop (Desktop Notifications Specification).
class NotificationService final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotificationService)

public:
    NotificationService(const QDBusConnection &bus, DesktopNotifier &owner) : m_bus(bus), m_owner(owner)
    {
        // Qt compares signatures without spaces
        // clang-format off
        m_bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this, SLOT(onAction(uint,QString)));
        m_bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this, SLOT(onClosed(uint,uint)));
        m_bus.connect(kService, kPath, kService, u"ActivationToken"_s, this, SLOT(onToken(uint,QString)));
        // clang-format on
    }

    //! Shows a message; `failed` is called when there is no service.
    void show(const QString &text, const Destination &to, const std::function<void()> &failed)
    {
        const auto replied = [this, text, to, failed](const QDBusPendingReply<QStringList> &capabilities) {
            if (capabilities.isError())
                return failed();
            // some services read the text as markup
            const bool isMarkup = capabilities.value().contains(u"body-markup"_s);
            notify(isMarkup ? text.toHtmlEscaped() : text, to, failed);
        };
        call<QStringList>(u"GetCapabilities"_s, {}, replied);
    }

private Q_SLOTS:
    void onAction(uint id, const QString &)
    {
        if (m_shown.contains(id))
            Q_EMIT m_owner.clicked(m_shown.take(id));
    }
    void onClosed(uint id, uint) { m_shown.remove(id); }
    void onToken(uint id, const QString &token)
    {
        if (m_shown.contains(id)) // Qt reads it when a window wants to come to the front
            qputenv("XDG_ACTIVATION_TOKEN", token.toLatin1());
    }

private:
    void notify(const QString &text, const Destination &to, const std::function<void()> &failed)
    {
        const QVariantMap hints{{u"desktop-entry"_s, u"rookery"_s}, {u"urgency"_s, QVariant::fromValue(uchar(1))}};
        const QStringList actions{u"default"_s, DesktopNotifier::tr("Open")};
        const QVariantList arguments{u"Rookery"_s, 0U, u"rookery"_s, u"Rookery"_s, text, actions, hints, -1};
        call<uint>(u"Notify"_s, arguments, [this, to, failed](const QDBusPendingReply<uint> &id) {
            if (id.isError())
                return failed();
            m_shown.insert(id.value(), to);
            if (m_shown.size() > kMostShown)
                m_shown.erase(m_shown.cbegin()); // the oldest: ids grow
        });
    }

    template <class Value, class F>
    void call(const QString &method, const QVariantList &arguments, F replied)
    {
        QDBusMessage message = QDBusMessage::createMethodCall(kService, kPath, kService, method);
        message.setArguments(arguments);
        const auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [replied](QDBusPendingCallWatcher *finished) {
            finished->deleteLater();
            replied(QDBusPendingReply<Value>(*finished));
        });
    }

    static inline const QString kService = u"org.freedesktop.Notifications"_s; // its interface too
    static inline const QString kPath = u"/org/freedesktop/Notifications"_s;
    static constexpr int kMostShown = 32; //!< messages whose click is still understood

    QDBusConnection m_bus;
    DesktopNotifier &m_owner;
    QMap<uint, Destination> m_shown; //!< by the service's id
};

#else

class NotificationService final
{};

#endif

DesktopNotifier::DesktopNotifier(QSystemTrayIcon &icon, QObject *parent) : QObject(parent), m_icon(icon)
{
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        if (const std::optional<Destination> to = std::exchange(m_besideIcon, std::nullopt))
            Q_EMIT clicked(*to);
    });
}

DesktopNotifier::~DesktopNotifier() = default;

void DesktopNotifier::show(const QString &text, const Destination &to)
{
#ifdef ROOKERY_NOTIFICATION_BUS
    // tests have no screen, and must not disturb that of the person who runs them
    const QString platform = QGuiApplication::platformName();
    const bool hasScreen = platform != u"offscreen" && platform != u"minimal";
    if (!m_service && hasScreen && QDBusConnection::sessionBus().isConnected())
        m_service = std::make_unique<NotificationService>(QDBusConnection::sessionBus(), *this);
    if (m_service) {
        m_service->show(text, to, [this, text, to] { showBesideIcon(text, to); });
        return;
    }
#endif
    showBesideIcon(text, to);
}

void DesktopNotifier::showBesideIcon(const QString &text, const Destination &to)
{
    if (!m_icon.isVisible() || !QSystemTrayIcon::supportsMessages())
        return;
    m_besideIcon = to;
    m_icon.showMessage(u"Rookery"_s, text, m_icon.icon());
}

} // namespace rookery::ui

#ifdef ROOKERY_NOTIFICATION_BUS
#include "desktopnotifier.moc"
#endif

#include "moc_desktopnotifier.cpp"
