// SPDX-License-Identifier: GPL-3.0-or-later
#include "remoteengine.h"

#include "base/overloaded.h"
#include "base/reasons/machine.h"

#include <QMap>

#include <algorithm>
#include <utility>

namespace rookery::engine {

namespace {

template <class T = void>
FutureResult<T> inUse()
{
    return failedResult<T>({.kind = ErrorKind::Storage, .reason = Reason::ProfileInUse});
}

} // namespace

class RemoteEngine::Sessions final : public SessionService
{
public:
    void apply(const AccountSnapshot &account)
    {
        const auto known = find(account.profile.id);
        if (known == m_accounts.end())
            m_accounts.append(account);
        else
            *known = account;
        Q_EMIT changed({.accounts = {account}, .removed = {}});
    }
    void remove(const GatewayId &gateway)
    {
        m_accounts.removeIf([&gateway](const AccountSnapshot &account) { return account.profile.id == gateway; });
        Q_EMIT changed({.accounts = {}, .removed = {gateway}});
    }

    [[nodiscard]] QList<AccountSnapshot> accounts() const override { return m_accounts; }
    [[nodiscard]] double eventsPerSecond() const override { return 0; }
    FutureResult<> start(const GatewayId &) override { return inUse(); }
    FutureResult<> stop(const GatewayId &) override { return inUse(); }
    FutureResult<> retryNow(const GatewayId &) override { return inUse(); }
    FutureResult<> refreshQr(const GatewayId &) override { return inUse(); }
    FutureResult<> quickLogin(const GatewayId &, const AccountId &) override { return inUse(); }
    FutureResult<> submitTotp(const GatewayId &, const Redacted<QString> &) override { return inUse(); }
    FutureResult<> submitSignToken(const GatewayId &, const Redacted<QString> &) override { return inUse(); }
    FutureResult<> restart(const GatewayId &) override { return inUse(); }
    FutureResult<QList<Contact>> contacts(const GatewayId &, Freshness) override { return inUse<QList<Contact>>(); }

private:
    QList<AccountSnapshot>::iterator find(const GatewayId &gateway)
    {
        return std::find_if(m_accounts.begin(), m_accounts.end(),
                            [&gateway](const AccountSnapshot &account) { return account.profile.id == gateway; });
    }

    QList<AccountSnapshot> m_accounts; // in the order of the settings
};

class RemoteEngine::Broadcasts final : public BroadcastService
{
public:
    Broadcasts(ControlClient &client, QString profileFolder)
        : m_client(client)
        , m_profileFolder(std::move(profileFolder))
    {}

    void apply(const BroadcastSummary &broadcast)
    {
        m_broadcasts.insert(broadcast.id.value(), broadcast);
        Q_EMIT changed({.broadcasts = {broadcast}, .removed = {}, .deliveries = {}});
    }
    void apply(const Delivery &delivery)
    {
        Q_EMIT changed({.broadcasts = {}, .removed = {}, .deliveries = {delivery}});
    }
    void remove(BroadcastId broadcast)
    {
        m_broadcasts.remove(broadcast.value());
        Q_EMIT changed({.broadcasts = {}, .removed = {broadcast}, .deliveries = {}});
    }

    [[nodiscard]] QList<BroadcastSummary> all() const override
    {
        QList<BroadcastSummary> newestFirst = m_broadcasts.values();
        std::reverse(newestFirst.begin(), newestFirst.end());
        return newestFirst;
    }
    [[nodiscard]] bool sendingStopped() const override { return m_reader && m_reader->sendingStopped(); }
    [[nodiscard]] Pace pace() { return openReader() ? m_reader->pace() : Pace(); }
    FutureResult<Plan> plan(const Draft &) override { return inUse<Plan>(); }
    FutureResult<SentBroadcast> sent(BroadcastId) override { return inUse<SentBroadcast>(); }
    FutureResult<BroadcastId> enqueue(const Plan &) override { return inUse<BroadcastId>(); }
    FutureResult<> pause(BroadcastId broadcast) override { return order(BroadcastOrder::Pause, broadcast); }
    FutureResult<> resume(BroadcastId broadcast) override { return order(BroadcastOrder::Resume, broadcast); }
    FutureResult<> cancel(BroadcastId broadcast) override { return order(BroadcastOrder::Cancel, broadcast); }
    FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) override
    {
        if (const Result<> opened = openReader(); !opened)
            return failedResult<QList<Delivery>>(opened.error());
        return m_reader->deliveries(broadcast);
    }
    FutureResult<> confirmArrived(const QList<DeliveryId> &) override { return inUse(); }
    FutureResult<> sendAgain(const QList<DeliveryId> &) override { return inUse(); }
    FutureResult<> setSendingStopped(bool) override { return inUse(); }

    //! Opens the profile's database for reading, unless it is open.
    Result<> openReader()
    {
        if (m_reader)
            return {};
        auto reader = Reader::open(m_profileFolder);
        if (!reader)
            return fail(reader.error());
        m_reader = std::move(*reader);
        return {};
    }

private:
    FutureResult<> order(BroadcastOrder order, BroadcastId broadcast)
    {
        return m_client.request(BroadcastRequest{order, broadcast});
    }

    ControlClient &m_client;
    const QString m_profileFolder;
    std::unique_ptr<Reader> m_reader;
    QMap<qint64, BroadcastSummary> m_broadcasts;
};

RemoteEngine::RemoteEngine(const Options &options)
    : m_options(options)
    , m_client(m_clock, QStringLiteral("rookeryctl"))
    , m_sessions(std::make_unique<Sessions>())
    , m_broadcasts(std::make_unique<Broadcasts>(m_client, options.profileFolder))
{
    connect(&m_client, &ControlClient::told, this, &RemoteEngine::apply);
    connect(&m_client, &ControlClient::lost, this, &RemoteEngine::lost);
}

RemoteEngine::~RemoteEngine() = default;

FutureResult<> RemoteEngine::open()
{
    return andThen(this, m_client.open(m_options.profileFolder),
                   [this] { return m_client.request(WatchRequest{m_options.deliveries}); });
}

SessionService &RemoteEngine::sessions()
{
    return *m_sessions;
}

BroadcastService &RemoteEngine::broadcasts()
{
    return *m_broadcasts;
}

Pace RemoteEngine::pace()
{
    return m_broadcasts->pace();
}

void RemoteEngine::apply(const ControlTold &fact)
{
    std::visit(Overloaded{
                   [this](const AccountSnapshot &account) { m_sessions->apply(account); },
                   [this](const AccountRemoved &gone) { m_sessions->remove(gone.gateway); },
                   [this](const BroadcastSummary &broadcast) { m_broadcasts->apply(broadcast); },
                   [this](const BroadcastRemoved &gone) { m_broadcasts->remove(gone.broadcast); },
                   [this](const Delivery &delivery) { m_broadcasts->apply(delivery); },
                   [](const auto &) {}, // an answer, which belongs to a request
               },
               fact);
}

} // namespace rookery::engine

#include "moc_remoteengine.cpp"
