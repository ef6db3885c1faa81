// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/milky.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Whatever a gateway sends may be refused; what was understood has to be whole: a message has a chat and a name that
// leads back to it, and a contact has an id.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace rookery;
    namespace milky = protocol::milky;
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));

    if (const Result<Event> event = milky::decodeEvent(bytes)) {
        if (const auto *message = std::get_if<MessageEvent>(&event->body)) {
            const bool named = milky::messageKey(message->messageId.value()).has_value();
            if (message->chat.id.isEmpty() || (!message->messageId.isNull() && !named))
                std::abort();
            (void)milky::encodeMessage(message->message);
        }
    }
    if (const Result<milky::Answer> answer = milky::decodeAnswer(bytes)) {
        for (const ChatKind kind : {ChatKind::Group, ChatKind::Friend}) {
            const auto contacts = milky::decodeContacts(kind, answer->data);
            if (contacts && std::any_of(contacts->cbegin(), contacts->cend(), [kind](const Contact &contact) {
                    return contact.target.kind != kind || contact.target.id.isEmpty();
                }))
                std::abort();
        }
        const auto message = milky::decodeMessage(answer->data, QStringLiteral("10001"));
        if (message && std::get<MessageEvent>(message->body).chat.id.isEmpty())
            std::abort();
    }
    const QString text = QString::fromUtf8(bytes);
    if (const auto key = milky::messageKey(text); key && milky::messageIdText(*key) != text)
        std::abort();
    return 0;
}
