// SPDX-License-Identifier: GPL-3.0-or-later
#include "synccursor.h"

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

Redacted<QString> encodeSyncCursor(const SyncCursor &syncCursor)
{
    QJsonObject object{{u"cursor"_s, syncCursor.cursor}};
    if (textOf(object).size() > SyncCursor::kMostCursorBytes)
        object = {};
    object.insert(u"bot"_s, syncCursor.botId);
    QJsonArray chats;
    object.insert(u"chats"_s, chats);
    qsizetype bytes = textOf(object).size();
    for (const KeptChat &chat : syncCursor.chats) {
        const QJsonObject kept{{u"user"_s, chat.user}, {u"token"_s, chat.token.reveal()}, {u"at"_s, toMSecs(chat.at)}};
        bytes += textOf(kept).size() + 1; // with its comma
        if (chats.size() == SyncCursor::kMostChats || bytes > SyncCursor::kMostBytes)
            break;
        chats.append(kept);
    }
    object.insert(u"chats"_s, chats);
    return Redacted<QString>(QString::fromUtf8(textOf(object)));
}

SyncCursor decodeSyncCursor(const Redacted<QString> &text)
{
    const Result<QJsonObject> object = protocol::parseObject(text.reveal().toUtf8());
    if (!object)
        return {};
    SyncCursor syncCursor;
    syncCursor.botId = object->value(u"bot"_s).toString();
    syncCursor.cursor = object->value(u"cursor"_s).toString();
    const QJsonArray chats = object->value(u"chats"_s).toArray();
    for (const QJsonValue &chat : chats) {
        KeptChat kept{chat[u"user"_s].toString(), Redacted<QString>(chat[u"token"_s].toString()),
                      protocol::timeOfMSecs(chat[u"at"_s].toInteger())};
        if (!kept.user.isEmpty() && !kept.token.isEmpty() && syncCursor.chats.size() < SyncCursor::kMostChats)
            syncCursor.chats.append(std::move(kept));
    }
    return syncCursor;
}

} // namespace rookery::gateway
