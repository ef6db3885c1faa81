// SPDX-License-Identifier: GPL-3.0-or-later
#include "bookmark.h"

#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

Redacted<QString> encodeBookmark(const Bookmark &bookmark)
{
    QJsonArray chats;
    qsizetype bytes = bookmark.botId.size() + bookmark.cursor.size();
    for (const KeptChat &chat : bookmark.chats) {
        bytes += chat.user.size() + chat.token.reveal().size();
        if (chats.size() == Bookmark::kMostChats || bytes > Bookmark::kMostBytes)
            break;
        chats.append(
            QJsonObject{{u"user"_s, chat.user}, {u"token"_s, chat.token.reveal()}, {u"at"_s, toMSecs(chat.at)}});
    }
    const QJsonObject object{{u"bot"_s, bookmark.botId}, {u"cursor"_s, bookmark.cursor}, {u"chats"_s, chats}};
    return Redacted<QString>(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
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
                      fromMSecs(chat[u"at"_s].toInteger())};
        if (!kept.user.isEmpty() && !kept.token.isEmpty() && bookmark.chats.size() < Bookmark::kMostChats)
            bookmark.chats.append(std::move(kept));
    }
    return bookmark;
}

} // namespace rookery::gateway
