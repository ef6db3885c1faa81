// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/onebot11.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;

namespace {

void requireSound(const MessageEvent &message)
{
    if (!protocol::decodeMessage(protocol::encodeMessage(message.message)))
        std::abort();
    if (message.chat != canonical(message.chat)) // else it would never meet what we sent to
        std::abort();
}

void requireSound(const HeartbeatEvent &heartbeat)
{
    // it is multiplied, and waited for
    if (heartbeat.interval.count() < 0 || heartbeat.interval > std::chrono::hours(24))
        std::abort();
}

void requireSound(const protocol::ReplyEnvelope &reply)
{
    for (const ChatKind kind : {ChatKind::Group, ChatKind::Friend}) {
        const auto contacts = protocol::decodeContacts(kind, reply.data);
        if (contacts && std::any_of(contacts->begin(), contacts->end(), [](const Contact &contact) {
                return contact.target.id.isEmpty() || contact.target != canonical(contact.target);
            }))
            std::abort();
    }
    (void)protocol::decodePictureKeys(reply.data);
}

void requireSound(const protocol::Frame &frame)
{
    if (const auto *reply = std::get_if<protocol::ReplyEnvelope>(&frame))
        requireSound(*reply);
    const auto *event = std::get_if<Event>(&frame);
    if (event == nullptr)
        return;
    if (const auto *message = std::get_if<MessageEvent>(&event->body))
        requireSound(*message);
    if (const auto *heartbeat = std::get_if<HeartbeatEvent>(&event->body))
        requireSound(*heartbeat);
}

} // namespace

// Whatever a gateway sends may be refused, but what was understood must survive being written and
// read again, and a chat has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (const Result<protocol::Frame> frame = protocol::decodeFrame(bytes))
        requireSound(*frame);
    // the CQ form has a parser of its own
    (void)protocol::decodeMessage(QString::fromUtf8(bytes));
    return 0;
}
