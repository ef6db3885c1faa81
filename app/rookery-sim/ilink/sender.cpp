// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/sender.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

//! Returns what the service rejects in the message; empty: it is valid.
QString faultOf(const QJsonObject &message)
{
    if (message.value(u"to_user_id"_s).toString().isEmpty())
        return u"no to_user_id"_s;
    if (message.value(u"client_id"_s).toString().isEmpty())
        return u"no client_id"_s;
    if (!message.value(u"from_user_id"_s).toString(u"?"_s).isEmpty())
        return u"from_user_id is the service's to fill in"_s;
    if (message.value(u"message_type"_s).toInt() != 2 || message.value(u"message_state"_s).toInt() != 2)
        return u"not a finished message of a bot"_s;
    if (message.value(u"item_list"_s).toArray().size() != 1)
        return u"one item per message"_s;
    return {};
}

} // namespace

void Sender::send(const Call &call)
{
    const QJsonObject answer = judge(call.body.value(u"msg"_s).toObject());
    m_scheduler.after(m_state.options.sendDelay, [call, answer] { call.answer(answer); });
}

QJsonObject Sender::judge(const QJsonObject &message)
{
    if (const QString fault = faultOf(message); !fault.isEmpty())
        return refusal(kRefused, fault);
    if (m_state.faults.take(u"send-refused"_s))
        return refusal(kRefused, u"system busy"_s);
    const QString to = message.value(u"to_user_id"_s).toString();
    if (m_state.faults.take(u"stale-token"_s) || !m_mailbox.mayAnswer(to, message.value(u"context_token"_s).toString()))
        return refusal(kMustWriteFirst, u"context token is missing or stale"_s);
    if (m_state.faults.take(u"send-silently-lost"_s))
        return {{u"ret"_s, 0}};
    if (!deliver(to, message.value(u"item_list"_s).toArray().at(0).toObject()))
        return refusal(kRefused, u"an item that cannot be shown"_s);
    return {{u"ret"_s, 0}};
}

bool Sender::deliver(const QString &to, const QJsonObject &item)
{
    LedgerEntry entry;
    entry.account = m_state.botId();
    entry.group = false;
    entry.target = to;
    entry.messageId = ++m_state.nextMessageId;
    entry.time = m_state.clock.wallNow();
    if (item.value(u"type"_s).toInt() == 1) {
        entry.text = item.value(u"text_item"_s).toObject().value(u"text"_s).toString();
        entry.segments = {QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, entry.text}}};
        if (entry.text.isEmpty())
            return false;
    } else {
        const std::optional<StoredFile> file = m_files.named(item.value(u"image_item"_s).toObject());
        if (item.value(u"type"_s).toInt() != 2 || !file)
            return false;
        const QByteArray hash = QCryptographicHash::hash(file->plain, QCryptographicHash::Sha256);
        entry.pictureSha256 = {QString::fromLatin1(hash.toHex())};
        entry.segments = {QJsonObject{{u"type"_s, u"image"_s}}};
    }
    m_state.ledger.add(std::move(entry));
    return true;
}

} // namespace rookery::sim::ilink
