// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/milky.h"
#include "protocol/onebot11.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Whatever a gateway sends may be refused; what was understood has to be whole: a message has a chat and a name that
// leads back to it, and translations are readable by the codec they are meant for.
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
        if (const auto groups = milky::oneBotContacts(ChatKind::Group, answer->data)) {
            if (!protocol::decodeContacts(ChatKind::Group, *groups))
                std::abort();
        }
        (void)milky::oneBotContacts(ChatKind::Friend, answer->data);
        const QJsonArray history =
            milky::oneBotHistory(answer->data, QStringLiteral("10001")).value(QStringLiteral("messages")).toArray();
        if (!std::all_of(history.begin(), history.end(), [](const QJsonValue message) {
                return protocol::decodeEvent(message.toObject()).has_value();
            }))
            std::abort();
    }
    const QString text = QString::fromUtf8(bytes);
    if (const auto key = milky::messageKey(text); key && milky::messageIdText(*key) != text)
        std::abort();
    return 0;
}
