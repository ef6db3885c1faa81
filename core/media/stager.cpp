// SPDX-License-Identifier: GPL-3.0-or-later
#include "stager.h"

namespace rookery::media {

using gateway::StagedFile;

Stager::Stager(Clock &clock, PictureCache &cache, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_cache(cache)
    , m_flights(this)
{}

FutureResult<StagedFile> Stager::ensure(const GatewayId &id, gateway::Gateway *gateway, const QByteArray &sha256,
                                        const QString &fileName, milliseconds planned)
{
    const Key key(id, sha256);
    if (const auto it = m_staged.constFind(key); it != m_staged.constEnd()) {
        if (it->expiresAt > m_clock.wallNow() + kMargin)
            return readyResult<StagedFile>(*it);
        m_staged.erase(it);
    }
    return m_flights.run(key, [&] { return stage(key, gateway, fileName, planned + kSlack); });
}

FutureResult<StagedFile> Stager::stage(const Key &key, gateway::Gateway *gateway, const QString &fileName,
                                       milliseconds retention)
{
    const Answer<StagedFile> answer;
    const QPointer<gateway::Gateway> alive(gateway);
    const int epoch = m_epochs.value(key.first);
    onResult(this, m_cache.read(key.second), [=, this](Result<QByteArray> bytes) {
        if (!bytes)
            return answer.give(fail(bytes.error()));
        if (!alive)
            return answer.give(fail(ErrorKind::Offline, Reason::AccountOffline));
        onResult(this, alive->stage(*bytes, key.second, fileName, retention), [=, this](Result<StagedFile> staged) {
            if (staged && epoch == m_epochs.value(key.first)) {
                const WallTime now = m_clock.wallNow();
                m_staged.removeIf([now](const auto &entry) { return entry.value().expiresAt <= now; });
                // what is good for one message alone may be as large as the picture itself
                if (staged->expiresAt > now + kMargin)
                    m_staged.insert(key, *staged);
            }
            answer.give(std::move(staged));
        });
    });
    return answer.future();
}

void Stager::invalidate(const GatewayId &id, const QByteArray &sha256)
{
    m_staged.remove(Key(id, sha256));
}

void Stager::forget(const GatewayId &id)
{
    ++m_epochs[id];
    m_staged.removeIf([&id](const auto &entry) { return entry.key().first == id; });
}

} // namespace rookery::media
