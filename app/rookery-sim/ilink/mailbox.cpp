// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/mailbox.h"

#include "ilink/aes.h"

#include "picture.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

constexpr qsizetype kMessages = 200;
constexpr qsizetype kUsers = 500;
constexpr qsizetype kContexts = 20; //!< per user
constexpr qsizetype kHeldPolls = 16;
constexpr milliseconds kAnswerable = std::chrono::hours(24);

QString cursorText(qint64 number)
{
    return QString::fromLatin1(QByteArray("box-" + QByteArray::number(number)).toBase64());
}

//! Returns the number in a cursor; 0 for a text that is not our cursor.
qint64 cursorOf(const QString &text)
{
    const QByteArray plain = QByteArray::fromBase64(text.toLatin1());
    return plain.startsWith("box-") ? plain.sliced(4).toLongLong() : 0;
}

} // namespace

QJsonObject Mailbox::answerSince(qint64 cursor) const
{
    QJsonArray messages;
    for (auto it = m_messages.upperBound(cursor); it != m_messages.cend(); ++it)
        messages.append(it.value());
    return {{u"ret"_s, 0},
            {u"msgs"_s, messages},
            {u"get_updates_buf"_s, cursorText(m_last)},
            {u"longpolling_timeout_ms"_s, qint64(kHold.count())}};
}

void Mailbox::updates(const Call &call)
{
    const QString text = call.body.value(u"get_updates_buf"_s).toString();
    const qint64 cursor = cursorOf(text);
    // the client has received everything up to its cursor
    while (!m_messages.isEmpty() && m_messages.firstKey() <= cursor)
        m_messages.erase(m_messages.cbegin());
    // It is not known whether the real service answers a client's first poll at once. The fault imitates the other way.
    const bool first = text.isEmpty() && !m_state.faults.take(u"first-poll-held"_s);
    const bool spoilt = m_state.faults.isOn(u"garbage"_s) || m_state.faults.isOn(u"giant-frame"_s);
    if (first || spoilt || std::as_const(m_messages).upperBound(cursor) != m_messages.cend()) {
        call.answer(answerSince(cursor));
        return;
    }
    if (m_held.size() >= kHeldPolls)
        giveUp(m_held.constFirst().number);
    m_held.append({++m_number, call});
    m_scheduler.after(kHold, [this, number = m_number] { giveUp(number); });
}

qsizetype Mailbox::held() const
{
    return std::count_if(m_held.cbegin(), m_held.cend(), [](const Held &held) { return held.call.isAlive(); });
}

void Mailbox::giveUp(quint64 number)
{
    const auto found =
        std::find_if(m_held.cbegin(), m_held.cend(), [number](const Held &held) { return held.number == number; });
    if (found == m_held.cend())
        return;
    const Call call = found->call;
    m_held.erase(found);
    call.answer(answerSince(m_last));
}

void Mailbox::endHeld(const QJsonObject &answer)
{
    const QList<Held> all = std::exchange(m_held, {});
    for (const Held &held : all)
        held.call.answer(answer);
}

QString Mailbox::newContext(const QString &user)
{
    const QString token = QString::fromLatin1(randomBytes(24).toBase64());
    QList<Context> &given = m_contexts[user];
    given.append({token, m_state.clock.now()});
    if (given.size() > kContexts)
        given.removeFirst();
    m_state.givenContexts.append(token);
    if (m_state.givenContexts.size() > kMessages)
        m_state.givenContexts.removeFirst();
    return token;
}

QJsonArray Mailbox::itemsOf(const QJsonObject &message)
{
    QJsonArray items;
    if (const QString text = message.value(u"text"_s).toString(); !text.isEmpty())
        items.append(QJsonObject{{u"type"_s, 1}, {u"text_item"_s, QJsonObject{{u"text"_s, text}}}});
    if (const QString voice = message.value(u"voice"_s).toString(); !voice.isEmpty())
        items.append(
            QJsonObject{{u"type"_s, 3}, {u"voice_item"_s, QJsonObject{{u"text"_s, voice}, {u"encode_type"_s, 6}}}});
    const QJsonValue picture = message.value(u"picture"_s);
    if (picture.toBool() || !picture.toString().isEmpty()) {
        const QByteArray bytes = picture.isString() ? QByteArray::fromBase64(picture.toString().toLatin1())
                                                    : plainPng(64, 64, static_cast<quint32>(m_last + 1) * 0x2f3b47U);
        items.append(QJsonObject{{u"type"_s, 2}, {u"image_item"_s, m_files.incoming(bytes)}});
    }
    return items;
}

Result<> Mailbox::receive(const QJsonObject &message)
{
    const QString from = userId(message.value(u"from"_s).toVariant().toString());
    const QJsonArray items = itemsOf(message);
    if (m_state.token.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"the bot is bound to nobody"_s);
    if (from.startsWith(u'@') || items.isEmpty())
        return fail(ErrorKind::Rejected, Reason::None, u"\"from\", and \"text\", \"picture\" or \"voice\""_s);
    if (m_contexts.size() >= kUsers && !m_contexts.contains(from))
        return fail(ErrorKind::Rejected, Reason::None, u"that is enough of users"_s);
    ++m_last;
    const qint64 now = toMSecs(m_state.clock.wallNow());
    QJsonObject kept{{u"seq"_s, m_last},
                     {u"message_id"_s, ++m_state.nextMessageId},
                     {u"from_user_id"_s, from},
                     {u"to_user_id"_s, m_state.botId()},
                     {u"client_id"_s, u"phone-%1"_s.arg(m_last)},
                     {u"create_time_ms"_s, now},
                     {u"session_id"_s, QString(from + u"#"_s + m_state.botId())},
                     {u"message_type"_s, 1},
                     {u"message_state"_s, 2},
                     {u"item_list"_s, items},
                     {u"context_token"_s, newContext(from)}};
    if (const QString group = message.value(u"group"_s).toString(); !group.isEmpty())
        kept.insert(u"group_id"_s, group);
    m_messages.insert(m_last, kept);
    if (m_messages.size() > kMessages)
        m_messages.erase(m_messages.cbegin());
    endHeld(answerSince(m_last - 1)); // a held client already has all earlier messages
    return {};
}

bool Mailbox::mayAnswer(const QString &user, const QString &contextToken)
{
    const QList<Context> given = m_contexts.value(user);
    return std::any_of(given.cbegin(), given.cend(), [&](const Context &context) {
        return context.token == contextToken && m_state.clock.now() - context.given < kAnswerable;
    });
}

void Mailbox::clear()
{
    m_messages.clear();
    m_contexts.clear();
}

void Mailbox::stop()
{
    m_scheduler.clear();
    m_held.clear();
}

} // namespace rookery::sim::ilink

#include "moc_mailbox.cpp"
