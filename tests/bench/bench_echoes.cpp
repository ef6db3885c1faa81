// SPDX-License-Identifier: GPL-3.0-or-later
// What the account's own messages cost the search for proof. A bot framework on the same account may send thousands
// that are nobody's proof; the peer is the decoding of the same frames in the same run.
#include "broadcast/deliveryverifier.h"
#include "protocol/onebot11.h"
#include "turns.h"

#include <QList>

#include <cstdio>
#include <cstdlib>

using namespace rookery;
using broadcast::DeliveryVerifier;

namespace {

constexpr int kTurns = 7;
constexpr int kIdleMessages = 100'000;
constexpr int kChats = 100;
constexpr int kStrangersPerChat = 200;
//! Of the decoding: while nothing is open an own message is one look into a table.
constexpr double kMaxIdleShare = 0.1;
//! Of the decoding: with a delivery open in each chat a stranger's message is compared, and forgotten.
constexpr double kMaxOpenShare = 0.25;
//! Of the decoding: one that is only alike is kept beside others, and looked through with each that follows.
constexpr double kMaxAlikeShare = 1;

const GatewayId kGateway(QStringLiteral("bench"));
const AccountId kAccount(QStringLiteral("10001"));
constexpr SteadyTime kNow{seconds(5000)};

QByteArray ownFrame(int number, const QByteArray &segment)
{
    const QByteArray id = QByteArray::number(1'000'000 + number);
    return R"({"self_id":10001,"user_id":10001,"time":1795000000,"message_id":)" + id
        + R"(,"message_type":"group","sender":{"user_id":10001,"nickname":"TestBot","card":"","role":"admin"},)"
          R"("raw_message":"x","font":14,"sub_type":"normal","message":[)"
        + segment + R"(],"message_format":"array","post_type":"message_sent","group_id":)"
        + QByteArray::number(30'000 + number % kChats) + "}";
}

QByteArray wordsFrame(int number)
{
    return ownFrame(number, R"({"type":"text","data":{"text":"自动回复 )" + QByteArray::number(number) + R"("}})");
}

QByteArray pictureFrame(int number)
{
    return ownFrame(number,
                    R"({"type":"image","data":{"summary":"","file":"","sub_type":0,"url":"https://a.example/x"}})");
}

QList<QByteArray> frames(int count, QByteArray (*make)(int))
{
    QList<QByteArray> made;
    for (int number = 0; number < count; ++number)
        made.append(make(number));
    return made;
}

QList<MessageEvent> decoded(const QList<QByteArray> &frames)
{
    QList<MessageEvent> events;
    events.reserve(frames.size());
    for (const QByteArray &utf8 : frames) {
        const auto frame = protocol::decodeFrame(utf8);
        const auto *event = frame ? std::get_if<Event>(&*frame) : nullptr;
        const auto *message = event ? std::get_if<MessageEvent>(&event->body) : nullptr;
        if (message == nullptr || !message->own) {
            std::fprintf(stderr, "a frame was not understood: %s\n", utf8.constData());
            std::exit(1);
        }
        events.append(*message);
    }
    return events;
}

void openOneInEachChat(DeliveryVerifier &verifier, const broadcast::Fingerprint &fingerprint)
{
    for (int chat = 0; chat < kChats; ++chat) {
        Delivery delivery;
        delivery.id = DeliveryId(chat + 1);
        delivery.gateway = kGateway;
        delivery.account = kAccount;
        delivery.target = {ChatKind::Group, QString::number(30'000 + chat)};
        verifier.claimed(delivery, fingerprint, true, kNow);
        const auto outcomes = verifier.accepted(delivery.id, MessageId(QString::number(chat + 1)), kNow);
        if (outcomes.size() != 1 || outcomes.constFirst().to != DeliveryVerifier::Outcome::To::Accepted)
            std::exit(1);
    }
}

//! `fingerprint`: what is open in each chat; null: nothing is.
bool compare(const char *name, const QList<QByteArray> &frames, const broadcast::Fingerprint *fingerprint, double limit)
{
    const QList<MessageEvent> events = decoded(frames);
    qsizetype outcomes = 0;
    bench::Turns turns;
    turns.measure(
        kTurns,
        [&](int) {
            DeliveryVerifier verifier;
            if (fingerprint != nullptr)
                openOneInEachChat(verifier, *fingerprint);
            for (const MessageEvent &event : events)
                outcomes += verifier.echo(kGateway, kAccount, event, kNow).size();
        },
        [&](int) { outcomes += decoded(frames).size() - frames.size(); });
    std::printf("echoes %-38s %7.3f us/message, decoding it %6.3f us, %.3f of it (limit %.2f)\n", name,
                turns.work() * 1000 / double(frames.size()), turns.peer() * 1000 / double(frames.size()), turns.ratio(),
                limit);
    return turns.ratio() <= limit && outcomes == 0;
}

} // namespace

int main()
{
    const broadcast::Fingerprint announcement{QStringLiteral("今天的公告请查收"), false, {}};
    const broadcast::Fingerprint picture{{}, false, {{QByteArray(64, 'a'), QByteArray(32, 'b'), 204'800}}};
    const bool idle = compare("while nothing is open", frames(kIdleMessages, wordsFrame), nullptr, kMaxIdleShare);
    const QList<QByteArray> words = frames(kChats * kStrangersPerChat, wordsFrame);
    const bool open = compare("one delivery open in each chat", words, &announcement, kMaxOpenShare);
    const QList<QByteArray> pictures = frames(kChats * kStrangersPerChat, pictureFrame);
    const bool alike = compare("the same, and each message is alike", pictures, &picture, kMaxAlikeShare);
    return idle && open && alike ? 0 : 1;
}
