// SPDX-License-Identifier: GPL-3.0-or-later
#include "keptindex.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

constexpr qint64 kLargest = 256LL * 1024 * 1024; //!< bytes of an index
constexpr qint64 kSample = 64LL * 1024;

//! Identifies what an index stands for: the bytes at the begin and before its end, and what classified them.
QByteArray identity(const SeekableLog &log, GatewayKind kind, const logrules::RuleSet &rules, ByteOffset end)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QByteArray what = QByteArray::number(end.value) + ' ' + QByteArray::number(int(kind)) + ' '
        + rules.fingerprint() + ' ' + QCoreApplication::applicationVersion().toUtf8();
    hash.addData(what);
    for (const qint64 from : {qint64(0), std::max<qint64>(end.value - kSample, 0)}) {
        QByteArray bytes(qsizetype(std::min(kSample, end.value - from)), Qt::Uninitialized);
        const qint64 got = log.read({from}, bytes.data(), bytes.size());
        hash.addData(bytes.first(std::max<qint64>(got, 0)));
    }
    return hash.result();
}

} // namespace

QString KeptIndexes::fileOf(const QString &path) const
{
    const QByteArray place = QFileInfo(path).canonicalFilePath().toUtf8();
    const QByteArray name = QCryptographicHash::hash(place, QCryptographicHash::Sha256).toHex().first(32);
    return QDir(m_folder).filePath(QString::fromLatin1(name) + u".index"_s);
}

std::optional<KeptIndex> KeptIndexes::find(const QString &path, const SeekableLog &log, GatewayKind kind,
                                           const logrules::RuleSet &rules) const
{
    QFile file(fileOf(path));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargest)
        return std::nullopt;
    QDataStream in(&file);
    QByteArray whose;
    QByteArray bytes;
    KeptIndex kept;
    in >> whose >> kept.findings.foreign >> kept.findings.yearGuessed >> kept.findings.anyTime >> bytes;
    if (in.status() != QDataStream::Ok)
        return std::nullopt;
    std::optional<LogIndex> index = LogIndex::fromBytes(bytes);
    if (!index || index->end().value > log.size() || whose != identity(log, kind, rules, index->end()))
        return std::nullopt;
    kept.index = std::move(*index);
    return kept;
}

void KeptIndexes::keep(const QString &path, const SeekableLog &log, GatewayKind kind, const logrules::RuleSet &rules,
                       const KeptIndex &kept) const
{
    if (kept.index.end().value < kSmall || !QDir().mkpath(m_folder))
        return;
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(fileOf(path));
    if (!file.open(QIODevice::WriteOnly))
        return; // it is read anew the next time
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    QDataStream out(&file);
    out << identity(log, kind, rules, kept.index.end()) << kept.findings.foreign << kept.findings.yearGuessed
        << kept.findings.anyTime << kept.index.toBytes();
    if (!file.commit())
        return;
    const QFileInfoList all = QDir(m_folder).entryInfoList({u"*.index"_s}, QDir::Files, QDir::Time); // newest first
    for (qsizetype i = kMost; i < all.size(); ++i)
        QFile::remove(all.at(i).filePath());
}

} // namespace rookery::logs
