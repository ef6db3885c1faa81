// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/sender.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

Sender::Sender(World &world, Chats &chats, SendHabits &habits)
    : m_world(world)
    , m_chats(chats)
    , m_habits(habits)
    , m_scheduler(world.clock)
{}

Sender::Target Sender::targetOf(Family family, const QJsonObject &params)
{
    const QString group = idOf(params, "group_id"_L1);
    const QString user = idOf(params, "user_id"_L1);
    const QString type = params.value("message_type"_L1).toString();
    if (family == Family::Group || type == "group"_L1) {
        if (group.isEmpty())
            return {.peer = {}, .complaint = Complaint::NoGroup};
        return {.peer = {.group = true, .id = group}, .complaint = {}};
    }
    if (family == Family::Private || type == "private"_L1) {
        if (user.isEmpty())
            return {.peer = {}, .complaint = Complaint::NoUser};
        return {.peer = {.group = false, .id = user}, .complaint = {}};
    }
    if (!group.isEmpty())
        return {.peer = {.group = true, .id = group}, .complaint = {}};
    if (!user.isEmpty())
        return {.peer = {.group = false, .id = user}, .complaint = {}};
    return {.peer = {}, .complaint = Complaint::NoTarget};
}

void Sender::send(Family family, const QJsonObject &params, Transport transport, const Done &done)
{
    if (!params.contains("message"_L1)) {
        done(m_habits.complain(Complaint::NoMessage, {}, transport));
        return;
    }
    const Target target = targetOf(family, params);
    if (target.complaint) {
        done(m_habits.complain(*target.complaint, {}, transport));
        return;
    }
    if (!target.peer.group && !m_chats.has(target.peer)) {
        done(m_habits.complain(Complaint::UnknownUser, {}, transport));
        return;
    }
    const QJsonValue plain = params.value("auto_escape"_L1);
    const Draft draft =
        readDraft(params.value("message"_L1), plain.toBool() || plain.toString() == "true"_L1, m_habits.draftHabits());
    if (!draft.error.isEmpty()) {
        done(m_habits.complain(Complaint::BadMessage, draft.error, transport));
        return;
    }
    transmit(target.peer, draft, params, done);
}

void Sender::transmit(const Peer &peer, const Draft &draft, const QJsonObject &params, const Done &done)
{
    const Fate fate = m_habits.fateOf(peer, draft, params);
    if (!fate.delivered) {
        const QJsonObject event = fate.kept ? ownEvent(peer, draft) : QJsonObject();
        const bool saysOk = !fate.answer; // the usual time then, nothing gives it away
        m_scheduler.after(saysOk ? m_world.options.sendDelay : fate.wait,
                          [this, fate, event, done] { answer(fate, event, done); });
        return;
    }
    m_scheduler.after(m_world.options.sendDelay, [this, peer, draft, fate, done] {
        const QJsonObject event = ownEvent(peer, draft);
        deliver(peer, draft, event); // the echo comes before the reply
        m_scheduler.after(fate.wait, [this, fate, event, done] { answer(fate, event, done); });
    });
}

void Sender::answer(const Fate &fate, const QJsonObject &event, const Done &done)
{
    if (fate.answer) {
        m_habits.failed(*fate.answer);
        done(*fate.answer);
        return;
    }
    done(Outcome::ok(QJsonObject{{u"message_id"_s, event.value("message_id"_L1)}}));
}

QJsonObject Sender::ownEvent(const Peer &peer, const Draft &draft)
{
    QJsonArray segments;
    for (const QJsonValue &value : draft.segments) {
        QJsonObject segment = value.toObject();
        if (segment.value("type"_L1) == "image"_L1) {
            QJsonObject data = segment.value("data"_L1).toObject();
            const QString name = data.value("file"_L1).toString();
            data.insert(u"url"_s, m_habits.pictureUrl(peer.group, name.left(name.indexOf(u'.'))));
            segment.insert(u"data"_s, data);
        }
        segments.append(segment);
    }
    return m_chats.remember(peer, m_world.options.account, segments);
}

void Sender::deliver(const Peer &peer, const Draft &draft, const QJsonObject &event)
{
    m_world.ledger.add({.account = m_world.options.account,
                        .group = peer.group,
                        .target = peer.id,
                        .messageId = event.value("message_id"_L1).toInteger(),
                        .segments = draft.segments,
                        .text = draft.text,
                        .pictureSha256 = draft.pictureSha256,
                        .time = m_world.clock.wallNow()});
    m_chats.push(event);
}

} // namespace rookery::sim::onebot
