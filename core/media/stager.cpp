// SPDX-License-Identifier: GPL-3.0-or-later
#include "stager.h"

#include "base/reasons/login.h"

#include <QFileInfo>
#include <QUuid>

#include <algorithm>

namespace rookery::media {

using gateway::StagedFile;

namespace {

//! Returns a unique name for one upload: the hash, by which an echo is recognised, and a random part. Gateways keep all
//! uploads in one folder, where a repeated name would overwrite the file, and the expiry of the first upload would
//! remove both.
QString uploadName(const QByteArray &sha256, const QString &fileName)
{
    QString suffix = QFileInfo(fileName).suffix().toLower();
    const bool plain = std::all_of(suffix.cbegin(), suffix.cend(),
                                   [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); });
    if (!plain || suffix.isEmpty() || suffix.size() > 5)
        suffix = QStringLiteral("img");
    return QStringLiteral("%1-%2.%3")
        .arg(QString::fromLatin1(sha256.toHex()), QUuid::createUuid().toString(QUuid::WithoutBraces).first(8), suffix);
}

} // namespace

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
        if (it->expiresAt > m_clock.now() + kMargin)
            return readyResult<StagedFile>(*it);
        m_staged.erase(it);
    }
    return m_flights.run(key, [&] { return stage(key, gateway, fileName, planned + kSlack); });
}

FutureResult<StagedFile> Stager::stage(const Key &key, gateway::Gateway *gateway, const QString &fileName,
                                       milliseconds retention)
{
    const Promise<StagedFile> answer;
    const QPointer<gateway::Gateway> alive(gateway);
    const Epoch::Mark begun = m_epochs[key.first].mark();
    onResult(this, m_cache.read(key.second), [=, this](Result<QByteArray> bytes) {
        if (!bytes)
            return answer.resolve(fail(bytes.error()));
        if (!alive)
            return answer.resolve(fail(ErrorKind::Offline, Reason::AccountOffline));
        onResult(this, alive->stagePicture(*bytes, key.second, uploadName(key.second, fileName), retention),
                 [=, this](Result<StagedFile> staged) {
                     if (staged && !begun.isOver()) {
                         const SteadyTime now = m_clock.now();
                         m_staged.removeIf([now](const auto &entry) { return entry.value().expiresAt <= now; });
                         // a file that is valid for one message only may be as large as the picture itself
                         if (staged->expiresAt > now + kMargin)
                             m_staged.insert(key, *staged);
                     }
                     answer.resolve(std::move(staged));
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
    m_epochs[id].advance();
    m_staged.removeIf([&id](const auto &entry) { return entry.key().first == id; });
}

} // namespace rookery::media

#include "moc_stager.cpp"
