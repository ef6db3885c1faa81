// SPDX-License-Identifier: GPL-3.0-or-later
#include "inmemorypicturestage.h"

#include "base/reasons/picture.h"

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView kPrefix("held:");

} // namespace

Result<StagedFile> InMemoryPictureStage::hold(const QByteArray &bytes, const QByteArray &sha256, milliseconds retention)
{
    if (bytes.isEmpty())
        return fail(ErrorKind::Rejected, Reason::PictureEmpty);
    const QString name = kPrefix + QString::fromLatin1(sha256.toHex());
    m_held.insert(name, Held{bytes, m_clock.now() + retention});
    sweep();
    return StagedFile{name, m_clock.now() + retention};
}

bool InMemoryPictureStage::isName(const QString &file)
{
    return file.startsWith(kPrefix);
}

std::optional<QByteArray> InMemoryPictureStage::bytes(const QString &file) const
{
    const auto it = m_held.constFind(file);
    return it == m_held.constEnd() ? std::nullopt : std::optional(it->bytes);
}

void InMemoryPictureStage::sweep()
{
    const SteadyTime now = m_clock.now();
    m_held.removeIf([now](const auto &entry) { return entry.value().until <= now; });
    if (m_held.isEmpty()) {
        m_sweep.stop();
        return;
    }
    const auto next = std::min_element(m_held.cbegin(), m_held.cend(),
                                       [](const Held &a, const Held &b) { return a.until < b.until; });
    m_sweep.start(next->until - now);
}

} // namespace rookery::gateway
