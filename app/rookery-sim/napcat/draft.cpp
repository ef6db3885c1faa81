// SPDX-License-Identifier: GPL-3.0-or-later
#include "draft.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

struct Bytes {
    QByteArray bytes;
    QString error;
};

QString noSuchFile(const QString &path)
{
    return u"ENOENT: no such file or directory, open '%1'"_s.arg(path);
}

std::optional<QByteArray> readLocal(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

//! The forms in the order the real one tries them.
Bytes fetch(const QString &uri, World &world, UploadStore &uploads)
{
    const QString path = uri.startsWith("file://"_L1) ? QUrl(uri).toLocalFile() : uri;
    if (uploads.isStagedPath(path)) {
        if (world.faults.take(u"staged-file-gone"_s)) {
            uploads.remove(path);
            return {.bytes = {}, .error = noSuchFile(path)};
        }
        if (const std::optional<QByteArray> staged = uploads.file(path))
            return {.bytes = *staged, .error = {}};
    } else if (uri.startsWith(u'/')) {
        if (const std::optional<QByteArray> local = readLocal(path))
            return {.bytes = *local, .error = {}};
    }
    if (uri.startsWith("http://"_L1) || uri.startsWith("https://"_L1))
        return {.bytes = {}, .error = u"文件处理失败: 下载文件失败: fetch failed"_s};
    if (uri.startsWith("base64:"_L1)) {
        const QString data = uri.mid(uri.startsWith("base64://"_L1) ? 9 : 7);
        return {.bytes = QByteArray::fromBase64(data.toLatin1()), .error = {}};
    }
    if (uri.startsWith("file://"_L1)) {
        if (const std::optional<QByteArray> local = readLocal(path))
            return {.bytes = *local, .error = {}};
        return {.bytes = {}, .error = noSuchFile(path)};
    }
    if (uri.startsWith("data:"_L1))
        return {.bytes = QByteArray::fromBase64(uri.section(u',', 1).toLatin1()), .error = {}};
    return {.bytes = {}, .error = u"文件处理失败: 识别URL失败, uri= "_s + uri};
}

void addImage(Draft &draft, const QJsonObject &data, World &world, UploadStore &uploads)
{
    QString uri;
    for (const QString &key : {u"url"_s, u"file"_s, u"path"_s}) {
        if (uri.isEmpty())
            uri = data.value(key).toString();
    }
    if (uri.trimmed().isEmpty()) {
        draft.error = u"文件消息缺少参数"_s;
        return;
    }
    const Bytes picture = fetch(uri, world, uploads);
    if (!picture.error.isEmpty() || picture.bytes.isEmpty()) {
        draft.error = picture.error.isEmpty() ? u"文件异常，大小为0"_s : picture.error;
        return;
    }
    const QByteArray md5 = QCryptographicHash::hash(picture.bytes, QCryptographicHash::Md5).toHex().toUpper();
    const QByteArray sha256 = QCryptographicHash::hash(picture.bytes, QCryptographicHash::Sha256).toHex();
    draft.bytes += picture.bytes.size();
    draft.pictureSha256.append(QString::fromLatin1(sha256));
    draft.segments.append(QJsonObject{{u"type"_s, u"image"_s},
                                      {u"data"_s,
                                       QJsonObject{{u"summary"_s, data.value("summary"_L1).toString()},
                                                   {u"file"_s, QString(QString::fromLatin1(md5) + u".png"_s)},
                                                   {u"sub_type"_s, data.value("sub_type"_L1).toInt()},
                                                   {u"url"_s, QString()},
                                                   {u"file_size"_s, QString::number(picture.bytes.size())}}}});
}

QString cqUnescaped(QString text)
{
    return text.replace("&#44;"_L1, ","_L1)
        .replace("&#91;"_L1, "["_L1)
        .replace("&#93;"_L1, "]"_L1)
        .replace("&amp;"_L1, "&"_L1);
}

QJsonObject textSegment(const QString &text)
{
    return {{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, text}}}};
}

QJsonArray fromCq(const QString &message)
{
    static const QRegularExpression code(u"\\[CQ:([^,\\]]+)((?:,[^,\\]]+)*)\\]"_s);
    QJsonArray segments;
    qsizetype at = 0;
    for (auto it = code.globalMatch(message); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (match.capturedStart() > at)
            segments.append(textSegment(cqUnescaped(message.mid(at, match.capturedStart() - at))));
        at = match.capturedEnd();
        QJsonObject data;
        const QStringList pairs = match.captured(2).split(u',', Qt::SkipEmptyParts);
        for (const QString &pair : pairs)
            data.insert(pair.section(u'=', 0, 0), cqUnescaped(pair.section(u'=', 1)));
        segments.append(QJsonObject{{u"type"_s, match.captured(1)}, {u"data"_s, data}});
    }
    if (at < message.size())
        segments.append(textSegment(cqUnescaped(message.mid(at))));
    return segments;
}

QJsonArray segmentsOf(const QJsonValue &message, bool plainText)
{
    if (message.isArray())
        return message.toArray();
    if (message.isObject())
        return {message};
    const QString text = message.toVariant().toString();
    return plainText ? QJsonArray{textSegment(text)} : fromCq(text);
}

} // namespace

Draft readDraft(const QJsonValue &message, bool plainText, World &world, UploadStore &uploads)
{
    static const QStringList known{u"at"_s,     u"reply"_s,   u"face"_s,    u"json"_s, u"mface"_s,
                                   u"dice"_s,   u"rps"_s,     u"music"_s,   u"file"_s, u"video"_s,
                                   u"record"_s, u"contact"_s, u"markdown"_s};
    Draft draft;
    const QJsonArray segments = segmentsOf(message, plainText);
    for (const QJsonValue &segment : segments) {
        const QString type = segment["type"_L1].toString();
        const QJsonObject data = segment["data"_L1].toObject();
        if (type == "text"_L1) {
            draft.text += data.value("text"_L1).toVariant().toString();
            draft.segments.append(segment);
        } else if (type == "image"_L1) {
            addImage(draft, data, world, uploads);
        } else if (known.contains(type)) {
            draft.segments.append(segment);
        } else {
            draft.error = u"未知的消息类型："_s + type;
        }
        if (!draft.error.isEmpty())
            return draft;
    }
    if (draft.segments.isEmpty())
        draft.error = u"消息体无法解析, 请检查是否发送了不支持的消息类型"_s;
    return draft;
}

} // namespace rookery::sim::napcat
