// SPDX-License-Identifier: GPL-3.0-or-later
#include "draftjson.h"

#include <QJsonArray>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QJsonObject draftToJson(const Draft &draft, const Pace &defaultPace)
{
    QJsonArray pictures;
    for (const DraftPicture &picture : draft.pictures)
        pictures.append(picture.name.isEmpty() ? QJsonValue(picture.path)
                                               : QJsonObject{{u"path"_s, picture.path}, {u"name"_s, picture.name}});
    QJsonArray targets;
    for (const DraftTarget &target : draft.targets) {
        targets.append(QJsonObject{{u"via"_s, target.via.value()},
                                   {u"kind"_s, target.target.kind == ChatKind::Group ? u"group"_s : u"friend"_s},
                                   {u"id"_s, target.target.id},
                                   {u"name"_s, target.name}});
    }
    QJsonObject json{{u"title"_s, draft.title}, {u"text"_s, draft.text}, {u"atAll"_s, draft.atAll},
                     {u"pictures"_s, pictures}, {u"targets"_s, targets}, {u"mergeAccounts"_s, draft.mergeAccounts}};
    if (draft.pace != defaultPace)
        json.insert(u"paceMs"_s, qint64(draft.pace.interval.count()));
    return json;
}

Draft draftFromJson(const QJsonObject &json, const Pace &defaultPace)
{
    Draft draft;
    draft.pace = defaultPace;
    draft.title = json.value("title"_L1).toString().left(kMaxTitle);
    draft.text = json.value("text"_L1).toString();
    draft.atAll = json.value("atAll"_L1).toBool();
    draft.mergeAccounts = json.value("mergeAccounts"_L1).toBool(true);
    const QJsonArray pictures = json.value("pictures"_L1).toArray();
    for (const QJsonValue &picture : pictures) {
        const QJsonObject named = picture.toObject();
        const QString path = picture.isObject() ? named.value("path"_L1).toString() : picture.toString();
        if (!path.isEmpty())
            draft.pictures.append({.path = path, .name = named.value("name"_L1).toString()});
    }
    const QJsonArray targets = json.value("targets"_L1).toArray();
    for (const QJsonValue &value : targets) {
        const QJsonObject entry = value.toObject();
        const QString via = entry.value("via"_L1).toString();
        const QString id = canonicalChatId(entry.value("id"_L1).toString());
        if (via.isEmpty() || id.isEmpty())
            continue;
        const bool toFriend = entry.value("kind"_L1).toString() == u"friend"_s;
        draft.targets.append({.via = GatewayId(via),
                              .target = {.kind = toFriend ? ChatKind::Friend : ChatKind::Group, .id = id},
                              .name = entry.value("name"_L1).toString()});
    }
    const qint64 pace = json.value("paceMs"_L1).toInteger(draft.pace.interval.count());
    draft.pace.interval = milliseconds(std::clamp<qint64>(pace, 0, 600'000));
    if (draft.pace.interval == milliseconds(0)) {
        draft.pace.jitter = 0;
        draft.pace.rampUp = false;
    }
    return draft;
}

} // namespace rookery::ui
