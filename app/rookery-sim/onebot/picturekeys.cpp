// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/picturekeys.h"

#include "picture.h"

#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

QString randomKey()
{
    std::array<quint32, 12> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof(words));
    return u"CAQSK"_s
        + QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

PictureKeys::Keys PictureKeys::current()
{
    const qint64 now = m_state.nowSeconds();
    if (m_keys.ttl > 0 && m_keys.createdAt + m_keys.ttl > now)
        return m_keys;
    m_issued.removeIf([now](const std::pair<const QString &, qint64 &> &item) { return item.second < now; });
    m_keys = {
        .privateKey = randomKey(), .groupKey = randomKey(), .createdAt = now, .ttl = m_state.options.rkeyTtl.count()};
    m_issued.insert(m_keys.privateKey, now + m_keys.ttl);
    m_issued.insert(m_keys.groupKey, now + m_keys.ttl);
    return m_keys;
}

QString PictureKeys::pictureUrl(bool group, const QString &fileId)
{
    const Keys keys = current();
    const QString base = m_state.options.realPictureHosts ? u"https://multimedia.nt.qq.com.cn"_s : m_base;
    return base
        + u"/download?appid=%1&fileid=%2&rkey=%3"_s.arg(group ? u"1407"_s : u"1406"_s, fileId,
                                                        group ? keys.groupKey : keys.privateKey);
}

bool PictureKeys::isAlive(const QString &rkey) const
{
    const auto issued = m_issued.constFind(rkey);
    return issued != m_issued.constEnd() && *issued >= m_state.nowSeconds();
}

PictureAnswer PictureKeys::download(const QString &rkey, const QString &fileId) const
{
    if (!isAlive(rkey)) {
        return {.type = "application/json",
                .bytes = R"({"retcode":-5503007,"retmsg":"download url has expired","retryflag":0})"};
    }
    return {.type = "image/png", .bytes = plainPng(64, 64, static_cast<quint32>(qHash(fileId, 1)))};
}

} // namespace rookery::sim::onebot
