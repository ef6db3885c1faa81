// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/ilink.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Whatever the interface sends may be refused; what was understood has to be whole: a message has a chat, a
// confirmed login has a binding that survives being kept.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace rookery;
    namespace ilink = protocol::ilink;
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));

    if (const auto scan = ilink::decodeScan(bytes); scan && scan->state == ilink::ScanState::Confirmed) {
        if (ilink::decodeBinding(ilink::encodeBinding(scan->binding)) != scan->binding)
            std::abort();
    }
    if (const auto updates = ilink::decodeUpdates(bytes)) {
        for (const ilink::Incoming &incoming : updates->messages) {
            const auto *message = std::get_if<MessageEvent>(&incoming.event.body);
            if (message && message->chat.id.isEmpty())
                std::abort();
        }
    }
    if (const auto code = ilink::decodeLoginCode(bytes); code && code->content.isEmpty())
        std::abort();
    (void)ilink::decodeVerdict(bytes);
    (void)ilink::decodeUploadPlace(bytes);
    (void)ilink::isTrusted(QUrl(QString::fromUtf8(bytes)), QUrl(QStringLiteral("https://ilinkai.weixin.qq.com/")));
    return 0;
}
