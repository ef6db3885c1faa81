// SPDX-License-Identifier: GPL-3.0-or-later
#include "bookmark.h"

#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray textOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Redacted<QString> encodeBookmark(const Bookmark &bookmark)
{
    QJsonObject object{{u"cursor"_s, bookmark.cursor}};
    if (textOf(object).size() > Bookmark::kMostCursorBytes)
        object = {};
    object.insert(u"bot"_s, bookmark.botId);
    QJsonArray chats;
    object.insert(u"chats"_s, chats);
    qsizetype bytes = textOf(object).size();
    for (const KeptChat &chat : bookmark.chats) {
        const QJsonObject kept{{u"user"_s, chat.user}, {u"token"_s, chat.token.reveal()}, {u"at"_s, toMSecs(chat.at)}};
        bytes += textOf(kept).size() + 1; // with its comma
        if (chats.size() == Bookmark::kMostChats || bytes > Bookmark::kMostBytes)
            break;
        chats.append(kept);
    }
    object.insert(u"chats"_s, chats);
    return Redacted<QString>(QString::fromUtf8(textOf(object)));
}

Bookmark decodeBookmark(const Redacted<QString> &text)
{
    const Result<QJsonObject> object = protocol::parseObject(text.reveal().toUtf8());
    if (!object)
        return {};
    Bookmark bookmark;
    bookmark.botId = object->value(u"bot"_s).toString();
    bookmark.cursor = object->value(u"cursor"_s).toString();
    const QJsonArray chats = object->value(u"chats"_s).toArray();
    for (const QJsonValue &chat : chats) {
        KeptChat kept{chat[u"user"_s].toString(), Redacted<QString>(chat[u"token"_s].toString()),
                      protocol::timeOfMSecs(chat[u"at"_s].toInteger())};
        if (!kept.user.isEmpty() && !kept.token.isEmpty() && bookmark.chats.size() < Bookmark::kMostChats)
            bookmark.chats.append(std::move(kept));
    }
    return bookmark;
}

} // namespace rookery::gateway
