// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlmessages.h"

#include "controlvalues.h"

#include "base/overloaded.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace rookery::engine {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kMaxWord = 64; //!< characters of a program's name or version
constexpr qsizetype kMaxActivation = 512;

constexpr std::array kOrders{std::pair(BroadcastOrder::Pause, "pause"_L1),
                             std::pair(BroadcastOrder::Resume, "resume"_L1),
                             std::pair(BroadcastOrder::Cancel, "cancel"_L1)};

QLatin1StringView wordOf(BroadcastOrder order)
{
    const auto *const it =
        std::find_if(kOrders.begin(), kOrders.end(), [order](const auto &row) { return row.first == order; });
    return it->second;
}

QByteArray lineOf(QLatin1StringView type, qint64 id, QJsonObject json)
{
    json.insert(u"type"_s, type);
    if (id > 0)
        json.insert(u"id"_s, id);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QJsonObject objectOf(QByteArrayView line)
{
    return QJsonDocument::fromJson(QByteArray(line.data(), line.size())).object();
}

qint64 idOf(const QJsonObject &json)
{
    return std::max<qint64>(0, json.value("id"_L1).toInteger());
}

tl::unexpected<Error> notValid(QLatin1StringView member)
{
    return fail(ErrorKind::Rejected, Reason::BadInput, member);
}

bool isWord(const QString &text)
{
    return text.size() <= kMaxWord
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

bool isOneOf(const QString &text, std::initializer_list<QLatin1StringView> words)
{
    return text.isEmpty() || std::find(words.begin(), words.end(), text) != words.end();
}

QJsonObject toJson(const ControlHello &hello)
{
    return {{u"protocol"_s, hello.protocol}, {u"program"_s, hello.program}, {u"version"_s, hello.version}};
}

//! Reads an introduction of any version: only the protocol's number has to be there.
Result<ControlHello> helloFrom(const QJsonObject &json)
{
    const int protocol = json.value("protocol"_L1).toInt();
    if (protocol < 1)
        return notValid("protocol"_L1);
    ControlHello hello{protocol, json.value("program"_L1).toString(), json.value("version"_L1).toString()};
    if (!isWord(hello.program))
        return notValid("program"_L1);
    if (!isWord(hello.version))
        return notValid("version"_L1);
    return hello;
}

QJsonObject toJson(const StartWish &wish)
{
    return {{u"language"_s, wish.language},
            {u"theme"_s, wish.theme},
            {u"minimised"_s, wish.minimised},
            {u"activation"_s, QString::fromLatin1(wish.activation)}};
}

Result<StartWish> wishFrom(const QJsonObject &json)
{
    const QString activation = json.value("activation"_L1).toString();
    const bool isPrintable =
        std::all_of(activation.cbegin(), activation.cend(), [](QChar c) { return c >= u' ' && c < u'\x7f'; });
    StartWish wish{.language = json.value("language"_L1).toString(),
                   .theme = json.value("theme"_L1).toString(),
                   .minimised = json.value("minimised"_L1).toBool(),
                   .activation = activation.toLatin1()};
    if (!isOneOf(wish.language, {"zh_CN"_L1, "en"_L1}))
        return notValid("language"_L1);
    if (!isOneOf(wish.theme, {"light"_L1, "dark"_L1, "system"_L1}))
        return notValid("theme"_L1);
    if (activation.size() > kMaxActivation || !isPrintable)
        return notValid("activation"_L1);
    return wish;
}

Result<WatchRequest> watchFrom(const QJsonObject &json)
{
    const QJsonValue deliveries = json.value("deliveries"_L1);
    const BroadcastId broadcast(deliveries.toInteger());
    if (!deliveries.isUndefined() && broadcast.value() < 1)
        return notValid("deliveries"_L1);
    return WatchRequest{broadcast};
}

Result<BroadcastRequest> orderFrom(BroadcastOrder order, const QJsonObject &json)
{
    const BroadcastId broadcast(json.value("broadcast"_L1).toInteger());
    if (broadcast.value() < 1)
        return notValid("broadcast"_L1);
    return BroadcastRequest{order, broadcast};
}

template <class T>
Result<ControlAsk> asAsk(Result<T> read)
{
    if (!read)
        return fail(read.error());
    return ControlAsk(std::move(*read));
}

Result<ControlAsk> askFrom(const QJsonObject &json)
{
    if (json.isEmpty())
        return fail(ErrorKind::Protocol, Reason::Garbage);
    const QString type = json.value("type"_L1).toString();
    if (type == "hello"_L1)
        return asAsk(helloFrom(json));
    if (idOf(json) == 0)
        return notValid("id"_L1);
    if (type == "start"_L1)
        return asAsk(wishFrom(json));
    if (type == "watch"_L1)
        return asAsk(watchFrom(json));
    for (const auto &[order, word] : kOrders) {
        if (type == word)
            return asAsk(orderFrom(order, json));
    }
    return fail(ErrorKind::Rejected, Reason::UnknownAction, type.left(kMaxWord));
}

tl::unexpected<Error> garbage()
{
    return fail(ErrorKind::Protocol, Reason::Garbage);
}

template <class T>
Result<ControlTold> valueFrom(const QJsonObject &json)
{
    std::optional<T> value = fromWire<T>(json);
    if (!value)
        return garbage();
    return ControlTold(std::move(*value));
}

Result<ControlTold> toldFrom(const QJsonObject &json)
{
    const QString type = json.value("type"_L1).toString();
    if (type == "hello"_L1) {
        const Result<ControlHello> hello = helloFrom(json);
        if (!hello)
            return garbage();
        return ControlTold(*hello);
    }
    if (type == "done"_L1)
        return ControlTold(ControlDone());
    if (type == "error"_L1)
        return valueFrom<Error>(json.value("error"_L1).toObject());
    if (type == "account"_L1)
        return valueFrom<AccountSnapshot>(json.value("account"_L1).toObject());
    if (type == "account-removed"_L1)
        return ControlTold(AccountRemoved{GatewayId(json.value("gateway"_L1).toString())});
    if (type == "broadcast"_L1)
        return valueFrom<BroadcastSummary>(json);
    if (type == "broadcast-removed"_L1)
        return ControlTold(BroadcastRemoved{BroadcastId(json.value("broadcast"_L1).toInteger())});
    if (type == "delivery"_L1)
        return valueFrom<Delivery>(json);
    return garbage();
}

} // namespace

QByteArray toLine(const ControlRequest &request)
{
    const qint64 id = request.id;
    return std::visit(Overloaded{
                          [](const ControlHello &hello) { return lineOf("hello"_L1, 0, toJson(hello)); },
                          [id](const StartWish &wish) { return lineOf("start"_L1, id, toJson(wish)); },
                          [id](const WatchRequest &watch) {
                              QJsonObject json;
                              if (!watch.deliveries.isNull())
                                  json.insert(u"deliveries"_s, watch.deliveries.value());
                              return lineOf("watch"_L1, id, json);
                          },
                          [id](const BroadcastRequest &order) {
                              return lineOf(wordOf(order.order), id, {{u"broadcast"_s, order.broadcast.value()}});
                          },
                      },
                      request.ask);
}

ParsedRequest parseControlRequest(QByteArrayView line)
{
    const QJsonObject json = objectOf(line);
    return {idOf(json), askFrom(json)};
}

QByteArray toLine(const ControlReply &reply)
{
    const qint64 id = reply.id;
    return std::visit(
        Overloaded{
            [](const ControlHello &hello) { return lineOf("hello"_L1, 0, toJson(hello)); },
            [id](const ControlDone &) { return lineOf("done"_L1, id, {}); },
            [id](const Error &error) {
                return lineOf("error"_L1, id, {{u"error"_s, toWire(error)}});
            },
            [](const AccountSnapshot &account) {
                return lineOf("account"_L1, 0, {{u"account"_s, toWire(account)}});
            },
            [](const AccountRemoved &gone) {
                return lineOf("account-removed"_L1, 0, {{u"gateway"_s, gone.gateway.value()}});
            },
            [](const BroadcastSummary &broadcast) { return lineOf("broadcast"_L1, 0, toWire(broadcast)); },
            [](const BroadcastRemoved &gone) {
                return lineOf("broadcast-removed"_L1, 0, {{u"broadcast"_s, gone.broadcast.value()}});
            },
            [](const Delivery &delivery) { return lineOf("delivery"_L1, 0, toWire(delivery)); },
        },
        reply.told);
}

Result<ControlReply> parseControlReply(QByteArrayView line)
{
    const QJsonObject json = objectOf(line);
    Result<ControlTold> told = toldFrom(json);
    if (!told)
        return fail(told.error());
    const bool isAnswer = std::holds_alternative<ControlDone>(*told) || std::holds_alternative<Error>(*told);
    return ControlReply{isAnswer ? idOf(json) : 0, std::move(*told)};
}

} // namespace rookery::engine
