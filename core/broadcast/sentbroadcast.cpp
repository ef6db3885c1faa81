// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentbroadcast.h"

#include <QSet>

namespace rookery::broadcast {

SentBroadcast sentBroadcast(const store::BroadcastContent &content, const QList<Delivery> &deliveries,
                            const QStringList &paths)
{
    SentBroadcast sent;
    Draft &draft = sent.draft;
    draft.title = content.title;
    draft.text = content.text;
    draft.atAll = content.atAll;
    draft.pace = content.pace;
    for (qsizetype i = 0; i < content.pictures.size(); ++i) {
        const QString name = content.pictures.at(i).fileName;
        if (const QString path = paths.value(i); path.isEmpty())
            sent.lostPictures.append(name);
        else
            draft.pictures.append({.path = path, .name = name});
    }
    QSet<Target> seen;
    for (const Delivery &delivery : deliveries) {
        draft.targets.append({.via = delivery.gateway, .target = delivery.target, .name = delivery.targetName});
        // A group that got the message from several accounts was to get it from each.
        if (delivery.target.kind == ChatKind::Group && seen.contains(delivery.target))
            draft.mergeAccounts = false;
        seen.insert(delivery.target);
    }
    return sent;
}

} // namespace rookery::broadcast
