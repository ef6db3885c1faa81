// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangefolder.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "gateway/qrreader.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThreadPool>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

constexpr qint64 kMaxSettings = 1024 * 1024;

struct Look {
    Redacted<QString> text; //!< empty: no picture, the known one, or one that is not complete yet
    WallTime writtenAt{};
    WallTime session{};
};

//! Reads at most `limit` bytes of a regular file directly in this folder; rejects links, which may point anywhere.
Result<QByteArray> readFile(const QString &folder, const QString &name, qint64 limit)
{
    const QFileInfo info(QDir(folder), name);
    if (!info.exists())
        return fail(ErrorKind::Storage, Reason::FileMissing, info.filePath());
    if (!info.isFile() || info.isSymLink() || info.size() > limit)
        return fail(ErrorKind::Storage, Reason::FileDenied, info.filePath());
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    return file.read(limit);
}

Result<LagrangeSettings> readSettings(const QString &folder)
{
    const Result<QByteArray> bytes = readFile(folder, u"appsettings.json"_s, kMaxSettings);
    return bytes ? readLagrangeSettings(*bytes) : Result<LagrangeSettings>(fail(bytes.error()));
}

WallTime writtenAt(const QString &folder, const QString &name)
{
    return fromMSecs(QFileInfo(QDir(folder), name).lastModified().toMSecsSinceEpoch());
}

Look lookInto(const QString &folder, const QString &uin, WallTime known)
{
    const QString name = u"qr-%1.png"_s.arg(uin);
    Look look;
    look.session = writtenAt(folder, u"keystore.json"_s);
    look.writtenAt = writtenAt(folder, name);
    if (look.writtenAt == known)
        return look;
    const Result<QByteArray> bytes = readFile(folder, name, kQrPictureLimit);
    const Result<Redacted<QString>> text = bytes ? readQrPicture(*bytes) : fail(bytes.error());
    look.text = text.value_or(Redacted<QString>());
    return look;
}

} // namespace

LagrangeFolder::LagrangeFolder(const QString &path, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_clock(clock)
    , m_next(clock, [this] { look(); })
{}

LagrangeFolder::~LagrangeFolder() = default;

FutureResult<LagrangeSettings> LagrangeFolder::settings()
{
    const Promise<LagrangeSettings> answer;
    auto future = answer.future();
    QThreadPool::globalInstance()->start([answer, path = m_path] { answer.resolve(readSettings(path)); });
    return future;
}

void LagrangeFolder::watch(const QString &uin)
{
    stop();
    m_uin = uin;
    look();
}

void LagrangeFolder::stop()
{
    m_epoch.advance();
    m_next.stop();
    m_lastWritten = {}; // the next watch reports a picture that is already there
    m_session.reset();
}

void LagrangeFolder::look()
{
    const Promise<Look> answer;
    onResult(this, m_epoch, answer.future(), [this](const Result<Look> &seen) {
        if (seen)
            onLook(seen->text, seen->writtenAt, seen->session);
    });
    QThreadPool::globalInstance()->start(
        [answer, path = m_path, uin = m_uin, known = m_lastWritten] { answer.resolve(lookInto(path, uin, known)); });
}

void LagrangeFolder::onLook(const Redacted<QString> &text, WallTime writtenAt, WallTime session)
{
    const Epoch::Mark run = m_epoch.mark();
    m_next.start(kLookEvery);
    const std::optional<WallTime> before = std::exchange(m_session, session);
    if (text.isEmpty() && writtenAt != m_lastWritten) {
        m_vainLooks = std::exchange(m_vainOf, writtenAt) == writtenAt ? m_vainLooks + 1 : 1;
        if (m_vainLooks == kVainLooks)
            m_lastWritten = writtenAt;
    }
    if (!text.isEmpty()) {
        m_lastWritten = writtenAt;
        if (session < writtenAt) // otherwise a login has used it
            Q_EMIT codeFound(text, writtenAt);
    }
    if (!run.isOver() && before && *before != session && session > WallTime{})
        Q_EMIT sessionSaved();
}

} // namespace rookery::gateway

#include "moc_lagrangefolder.cpp"
