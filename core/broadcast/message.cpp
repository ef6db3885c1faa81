// SPDX-License-Identifier: GPL-3.0-or-later
#include "message.h"

#include "protocol/onebot11.h"

namespace rookery::broadcast {

namespace {

//! Numbers as numbers: OneBot says so, and not every gateway converts text.
QJsonValue idValue(const QString &id)
{
    bool ok = false;
    const qint64 number = id.toLongLong(&ok);
    return ok ? QJsonValue(number) : QJsonValue(id);
}

} // namespace

Fingerprint fingerprintOf(const Message &message)
{
    Fingerprint print;
    for (const Segment &segment : message) {
        if (const auto *text = std::get_if<TextSegment>(&segment))
            print.text += text->text;
        else if (std::holds_alternative<ImageSegment>(segment))
            ++print.images;
        else if (const auto *at = std::get_if<AtSegment>(&segment); at != nullptr && at->userId.isEmpty())
            print.atAll = true;
    }
    print.text = print.text.simplified();
    return print;
}

Message buildMessage(const store::BroadcastContent &content, const Target &target, const QStringList &files)
{
    Message message;
    if (content.atAll && target.kind == ChatKind::Group)
        message.append(AtSegment{});
    if (!content.text.isEmpty())
        message.append(TextSegment{content.text});
    for (const QString &file : files)
        message.append(ImageSegment{.file = file, .url = {}, .summary = {}, .size = 0});
    return message;
}

Fingerprint fingerprintOf(const store::BroadcastContent &content, const Target &target)
{
    return {content.text.simplified(), int(content.pictures.size()), content.atAll && target.kind == ChatKind::Group};
}

Action sendAction(const Target &target, const Message &message)
{
    const bool group = target.kind == ChatKind::Group;
    QJsonObject params;
    params.insert(group ? QStringLiteral("group_id") : QStringLiteral("user_id"), idValue(target.id));
    params.insert(QStringLiteral("message"), protocol::encodeMessage(message));
    return {group ? QStringLiteral("send_group_msg") : QStringLiteral("send_private_msg"), params};
}

} // namespace rookery::broadcast
