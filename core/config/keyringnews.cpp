// SPDX-License-Identifier: GPL-3.0-or-later
#include "keyringnews.h"

#ifdef ROOKERY_KEYRING_BUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QHash>
#include <QVariantMap>
#endif

#include <utility>

namespace rookery::config {

#ifdef ROOKERY_KEYRING_BUS

namespace {

using namespace Qt::Literals::StringLiterals;
using News = KeyringBackend::News;

//! Listens on the session bus for service names, for Secret Service collections whose lock changes, and for KWallet.
//! The sender is not verified: a signal only makes us probe again.
class BusNews final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BusNews)

public:
    BusNews(const QDBusConnection &bus, KeyringBackend::Watcher watcher)
        : m_watcher(std::move(watcher))
        , m_bus(bus)
        , m_services(kSecrets, bus, QDBusServiceWatcher::WatchForRegistration)
    {
        for (const QString &wallet : {u"org.kde.kwalletd6"_s, u"org.kde.kwalletd5"_s})
            m_services.addWatchedService(wallet);
        connect(&m_services, &QDBusServiceWatcher::serviceRegistered, this, [this] {
            m_open.clear();
            m_watcher(News::Appeared);
        });
        // gnome-keyring reports an unlocked collection by one of these two signals, depending on what it did before
        // Qt compares signatures without spaces
        // clang-format off
        m_bus.connect({}, {}, kProperties, u"PropertiesChanged"_s, {kCollection}, u"sa{sv}as"_s, this,
                      SLOT(onProperties(QString,QVariantMap,QStringList,QDBusMessage)));
        // clang-format on
        m_bus.connect({}, {}, u"org.freedesktop.Secret.Service"_s, u"CollectionChanged"_s, this,
                      SLOT(onCollection(QDBusObjectPath)));
        m_bus.connect({}, {}, u"org.kde.KWallet"_s, u"walletOpened"_s, this, SLOT(onWalletOpened(QString)));
    }

private Q_SLOTS:
    void onProperties(const QString &, const QVariantMap &changed, const QStringList &, const QDBusMessage &signal)
    {
        if (const auto locked = changed.constFind(u"Locked"_s); locked != changed.cend())
            setOpen(signal.path(), !locked->toBool());
    }
    void onCollection(const QDBusObjectPath &collection)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(kSecrets, collection.path(), kProperties, u"Get"_s);
        call.setArguments({kCollection, u"Locked"_s});
        call.setAutoStartService(false);
        const auto *reply = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
        connect(reply, &QDBusPendingCallWatcher::finished, this,
                [this, path = collection.path()](QDBusPendingCallWatcher *finished) {
                    finished->deleteLater();
                    const QDBusPendingReply<QDBusVariant> locked = *finished;
                    if (locked.isValid())
                        setOpen(path, !locked.value().variant().toBool());
                });
    }
    void onWalletOpened(const QString &) { m_watcher(News::Unlocked); }

private:
    //! Reports a collection only if it was locked before; otherwise our own writes would trigger endless probes.
    void setOpen(const QString &collection, bool open)
    {
        if (std::exchange(m_open[collection], open) != open && open)
            m_watcher(News::Unlocked);
    }

    static inline const QString kSecrets = u"org.freedesktop.secrets"_s;
    static inline const QString kCollection = u"org.freedesktop.Secret.Collection"_s;
    static inline const QString kProperties = u"org.freedesktop.DBus.Properties"_s;

    KeyringBackend::Watcher m_watcher;
    QDBusConnection m_bus;
    QDBusServiceWatcher m_services;
    QHash<QString, bool> m_open; //!< by path of the collection; missing: unknown, treated as locked
};

} // namespace

std::unique_ptr<QObject> makeKeyringNews(KeyringBackend::Watcher watcher)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return nullptr;
    return std::make_unique<BusNews>(bus, std::move(watcher));
}

#else

std::unique_ptr<QObject> makeKeyringNews(KeyringBackend::Watcher)
{
    return nullptr;
}

#endif

} // namespace rookery::config

#ifdef ROOKERY_KEYRING_BUS
#include "keyringnews.moc"
#endif
