// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/sender.h"

#include "phone.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

QJsonObject segmentOf(const QString &type, const QString &key, const QString &value)
{
    return {{u"type"_s, type}, {u"data"_s, QJsonObject{{key, value}}}};
}

QJsonArray segmentsOf(const PhoneMessage &message)
{
    QJsonArray segments;
    if (!message.text.isEmpty())
        segments.append(segmentOf(u"text"_s, u"text"_s, message.text));
    if (!message.picture.isEmpty())
        segments.append(segmentOf(u"image"_s, u"file"_s, u"base64://"_s + message.picture));
    if (!message.face.isEmpty())
        segments.append(segmentOf(u"face"_s, u"id"_s, message.face));
    return segments;
}

} // namespace

Sender::Sender(State &state, Chats &chats, SendBehaviour &behaviour)
    : m_state(state)
    , m_chats(chats)
    , m_behaviour(behaviour)
    , m_scheduler(state.clock)
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
        done(m_behaviour.complain(Complaint::NoMessage, {}, transport));
        return;
    }
    const Target target = targetOf(family, params);
    if (target.complaint) {
        done(m_behaviour.complain(*target.complaint, {}, transport));
        return;
    }
    if (!target.peer.group && !m_chats.has(target.peer)) {
        done(m_behaviour.complain(Complaint::UnknownUser, {}, transport));
        return;
    }
    const QJsonValue plain = params.value("auto_escape"_L1);
    const Draft draft = readDraft(params.value("message"_L1), plain.toBool() || plain.toString() == "true"_L1,
                                  m_behaviour.draftBehaviour());
    if (!draft.error.isEmpty()) {
        done(m_behaviour.complain(Complaint::BadMessage, draft.error, transport));
        return;
    }
    transmit(target.peer, draft, params, done);
}

void Sender::transmit(const Peer &peer, const Draft &draft, const QJsonObject &params, const Done &done)
{
    SendOutcome outcome = m_behaviour.outcomeOf(peer, draft, params);
    if (!outcome.delivered) {
        const QJsonObject event = outcome.kept ? ownEvent(peer, draft) : QJsonObject();
        const bool saysOk = !outcome.answer; // waits the usual time, so that the loss does not show
        m_scheduler.after(saysOk ? m_state.options.sendDelay : outcome.wait,
                          [this, outcome, event, done] { answer(outcome, event, done); });
        return;
    }
    Contradiction twist;
    if (!outcome.answer)
        twist = takeContradiction(m_state.faults, peer.id);
    if (twist.answer != Contradiction::Answer::True)
        outcome.answer = m_behaviour.contradiction(twist.answer);
    m_scheduler.after(m_state.options.sendDelay, [this, peer, draft, outcome, twist, done] {
        const QJsonObject event = deliver(peer, draft);
        const auto echo = [this, event, twist] {
            for (int i = 0; i < twist.echoes; ++i)
                m_chats.push(event);
        };
        const bool echoFirst = twist.echoAfter.count() == 0; // the usual order
        if (echoFirst)
            echo();
        m_scheduler.after(outcome.wait, [this, outcome, event, done, twist, echo, echoFirst] {
            answer(outcome, event, done);
            if (!echoFirst)
                m_scheduler.after(twist.echoAfter, echo);
        });
    });
}

void Sender::answer(const SendOutcome &outcome, const QJsonObject &event, const Done &done)
{
    if (outcome.answer) {
        m_behaviour.failed(*outcome.answer);
        done(*outcome.answer);
        return;
    }
    done(Outcome::ok(QJsonObject{{u"message_id"_s, event.value("message_id"_L1)}}));
}

QJsonObject Sender::ownEvent(const Peer &peer, const Draft &draft)
{
    QJsonArray segments;
    qsizetype picture = 0;
    for (const QJsonValue &value : draft.segments) {
        QJsonObject segment = value.toObject();
        if (segment.value("type"_L1) == "image"_L1) {
            QJsonObject data = segment.value("data"_L1).toObject();
            data.insert(u"url"_s, m_behaviour.pictureUrl(peer.group, draft.pictureIds.value(picture++)));
            segment.insert(u"data"_s, data);
        }
        segments.append(segment);
    }
    return m_chats.remember(peer, m_state.options.account, segments);
}

QJsonObject Sender::deliver(const Peer &peer, const Draft &draft, const QString &client)
{
    const QJsonObject event = ownEvent(peer, draft);
    m_state.ledger.add({.account = m_state.options.account,
                        .group = peer.group,
                        .target = peer.id,
                        .messageId = event.value("message_id"_L1).toInteger(),
                        .segments = draft.segments,
                        .text = draft.text,
                        .pictureSha256 = draft.pictureSha256,
                        .time = m_state.clock.wallNow(),
                        .client = client});
    return event;
}

Result<> Sender::sendFromPhone(const QJsonObject &body)
{
    const PhoneMessage message = readPhoneMessage(body, m_phonePictures);
    const Peer peer{.group = message.group, .id = message.target};
    if (!m_chats.has(peer))
        return fail(ErrorKind::Rejected, Reason::None, u"no such chat"_s);
    const Draft draft = readDraft(
        segmentsOf(message), true,
        {.fetch = [](const QJsonObject &data) -> Fetched {
             return {.bytes = inlineBytes(data.value("file"_L1).toString()).value_or(QByteArray()), .error = {}};
         },
         .emptyPicture = u"an empty picture"_s,
         .nothing = u"\"text\", \"picture\" or \"face\""_s});
    if (!draft.error.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, draft.error);
    m_behaviour.sentElsewhere(peer, draft);
    m_chats.push(deliver(peer, draft, u"phone"_s));
    return {};
}

} // namespace rookery::sim::onebot
