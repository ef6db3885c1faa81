// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/draft.h"

#include "picture.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

void addImage(Draft &draft, const QJsonObject &data, const DraftBehaviour &behaviour)
{
    const Fetched picture = behaviour.fetch(data);
    if (!picture.error.isEmpty() || picture.bytes.isEmpty()) {
        draft.error = picture.error.isEmpty() ? behaviour.emptyPicture : picture.error;
        return;
    }
    const QString name = pictureNameOf(picture.bytes);
    const QByteArray sha256 = QCryptographicHash::hash(picture.bytes, QCryptographicHash::Sha256).toHex();
    draft.bytes += picture.bytes.size();
    draft.pictureSha256.append(QString::fromLatin1(sha256));
    draft.pictureIds.append(name.section(u'.', 0, 0));
    draft.segments.append(QJsonObject{{u"type"_s, u"image"_s},
                                      {u"data"_s,
                                       QJsonObject{{u"summary"_s, data.value("summary"_L1).toString()},
                                                   {u"file"_s, picture.name.isEmpty() ? name : picture.name},
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

Draft readDraft(const QJsonValue &message, bool plainText, const DraftBehaviour &behaviour)
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
            addImage(draft, data, behaviour);
        } else if (known.contains(type)) {
            draft.segments.append(segment);
        } else if (behaviour.unknown) {
            draft.error = behaviour.unknown(type);
        }
        if (!draft.error.isEmpty())
            return draft;
    }
    if (draft.segments.isEmpty())
        draft.error = behaviour.nothing;
    return draft;
}

std::optional<QByteArray> inlineBytes(const QString &uri)
{
    if (uri.startsWith("base64:"_L1))
        return QByteArray::fromBase64(uri.mid(uri.startsWith("base64://"_L1) ? 9 : 7).toLatin1());
    if (uri.startsWith("data:"_L1))
        return QByteArray::fromBase64(uri.section(u',', 1).toLatin1());
    return std::nullopt;
}

std::optional<QByteArray> readLocal(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

} // namespace rookery::sim::onebot
