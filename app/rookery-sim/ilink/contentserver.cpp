// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/contentserver.h"

#include "ilink/aes.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

constexpr qsizetype kFiles = 64;
constexpr qsizetype kExpected = 64;
constexpr qint64 kLargest = 32LL * 1024 * 1024;

QString newParam()
{
    // contains characters that have a meaning in a query, as the real parameters do
    return QString::fromLatin1("p+/=" + randomBytes(24).toBase64());
}

bool isHex(const QString &text)
{
    static const QRegularExpression digits(u"^[0-9a-fA-F]{32}$"_s);
    return digits.match(text).hasMatch();
}

void refuse(io::Responder &responder, int status, const QByteArray &why)
{
    responder.send(status, {{"x-error-message", why}}, {});
}

} // namespace

void ContentServer::place(const Call &call)
{
    const QJsonObject &asked = call.body;
    const qint64 plain = asked.value(u"rawsize"_s).toInteger();
    const Expected expected{.param = newParam(),
                            .fileKey = asked.value(u"filekey"_s).toString(),
                            .key = QByteArray::fromHex(asked.value(u"aeskey"_s).toString().toLatin1()),
                            .md5 = asked.value(u"rawfilemd5"_s).toString().toLatin1(),
                            .plainSize = plain,
                            .cipherSize = asked.value(u"filesize"_s).toInteger()};
    const bool fits = isHex(expected.fileKey) && isHex(asked.value(u"aeskey"_s).toString())
        && isHex(QString::fromLatin1(expected.md5)) && asked.value(u"media_type"_s).toInt() == 1
        && !asked.value(u"to_user_id"_s).toString().isEmpty() && asked.value(u"no_need_thumb"_s).toBool() && plain > 0
        && plain <= kLargest && expected.cipherSize == (plain / 16 + 1) * 16;
    if (!fits) {
        call.answer(refusal(kRefused, u"bad upload request"_s));
        return;
    }
    m_expected.append(expected);
    if (m_expected.size() > kExpected)
        m_expected.removeFirst();
    QJsonObject answer{{u"ret"_s, 0}, {u"upload_param"_s, expected.param}};
    if (!m_state.faults.isOn(u"upload-param-only"_s)) {
        const QString query = u"encrypted_query_param=%1&filekey=%2"_s.arg(
            QString::fromLatin1(QUrl::toPercentEncoding(expected.param)), expected.fileKey);
        answer.insert(u"upload_full_url"_s, QString(m_state.base + u"/c2c/upload?"_s + query));
    }
    call.answer(answer);
}

bool ContentServer::serve(const io::IncomingRequest &request, io::Responder &responder)
{
    if (request.path == "/c2c/upload"_L1) {
        upload(request, responder);
        return true;
    }
    if (request.path != "/c2c/download"_L1)
        return false;
    const QString param = request.queryValue(u"encrypted_query_param"_s);
    const auto found =
        std::find_if(m_files.cbegin(), m_files.cend(), [&](const auto &file) { return file.first == param; });
    if (found == m_files.cend())
        refuse(responder, 404, "no such file");
    else
        responder.send(200, {{"content-type", "application/octet-stream"}}, found->second.cipher);
    return true;
}

void ContentServer::upload(const io::IncomingRequest &request, io::Responder &responder)
{
    const QString param = request.queryValue(u"encrypted_query_param"_s);
    const auto place = std::find_if(m_expected.cbegin(), m_expected.cend(),
                                    [&](const Expected &expected) { return expected.param == param; });
    if (request.method != "POST")
        return refuse(responder, 405, "POST it");
    if (m_state.faults.take(u"rich-media"_s))
        return refuse(responder, 400, "refused");
    if (place == m_expected.cend() || request.queryValue(u"filekey"_s) != place->fileKey)
        return refuse(responder, 403, "nobody may put this here");
    if (!request.header("authorization").isEmpty())
        return refuse(responder, 400, "the bot's token does not belong here");
    if (request.header("content-type") != "application/octet-stream" || request.body.size() != place->cipherSize)
        return refuse(responder, 400, "not what was announced");
    const std::optional<QByteArray> plain = opened(request.body, place->key);
    const bool fits = plain && plain->size() == place->plainSize
        && QCryptographicHash::hash(*plain, QCryptographicHash::Md5).toHex() == place->md5.toLower();
    if (!fits)
        return refuse(responder, 400, "the key does not open it, or another file was announced");
    const StoredFile file{.cipher = request.body, .key = place->key, .plain = *plain};
    m_expected.erase(place); // one permission is for one file
    responder.send(200, {{"x-encrypted-param", keep(file).toLatin1()}}, {});
}

QString ContentServer::keep(const StoredFile &file)
{
    const QString param = newParam();
    m_files.append({param, file});
    if (m_files.size() > kFiles)
        m_files.removeFirst();
    return param;
}

QJsonObject ContentServer::incoming(const QByteArray &bytes)
{
    StoredFile file{.cipher = {}, .key = randomBytes(16), .plain = bytes};
    file.cipher = sealed(bytes, file.key).value_or(QByteArray());
    const QString param = keep(file);
    const QString query = u"encrypted_query_param="_s + QString::fromLatin1(QUrl::toPercentEncoding(param));
    // clients receive a key as the Base64 of its bytes, but send it as the Base64 of its hexadecimal text
    return {{u"media"_s,
             QJsonObject{{u"encrypt_query_param"_s, param},
                         {u"aes_key"_s, QString::fromLatin1(file.key.toBase64())},
                         {u"encrypt_type"_s, 1},
                         {u"full_url"_s, QString(m_state.base + u"/c2c/download?"_s + query)}}},
            {u"aeskey"_s, QString::fromLatin1(file.key.toHex())},
            {u"mid_size"_s, file.cipher.size()}};
}

std::optional<StoredFile> ContentServer::named(const QJsonObject &imageItem) const
{
    const QJsonObject media = imageItem.value(u"media"_s).toObject();
    const QString param = media.value(u"encrypt_query_param"_s).toString();
    const auto found =
        std::find_if(m_files.cbegin(), m_files.cend(), [&](const auto &file) { return file.first == param; });
    const QByteArray key = QByteArray::fromHex(QByteArray::fromBase64(media.value(u"aes_key"_s).toString().toLatin1()));
    const bool fits = found != m_files.cend() && media.value(u"encrypt_type"_s).toInt() == 1
        && imageItem.value(u"mid_size"_s).toInteger() == found->second.cipher.size();
    const std::optional<QByteArray> plain = fits ? opened(found->second.cipher, key) : std::nullopt;
    if (!plain)
        return std::nullopt;
    return StoredFile{.cipher = found->second.cipher, .key = key, .plain = *plain};
}

QJsonArray ContentServer::keys() const
{
    QJsonArray all;
    for (const auto &file : m_files)
        all.append(QString::fromLatin1(file.second.key.toHex()));
    return all;
}

} // namespace rookery::sim::ilink
