// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/sendbehaviour.h"

#include <QRandomGenerator>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

using onebot::Outcome;

constexpr seconds kTimeout{10};
constexpr int kRefused = 120;
constexpr int kSilent = 9000;

onebot::Fetched fetch(const QJsonObject &data)
{
    const QString file = data.value("file"_L1).toString();
    if (file.startsWith("base64://"_L1))
        return {.bytes = onebot::inlineBytes(file).value_or(QByteArray()), .error = {}};
    if (file.startsWith("file://"_L1)) {
        if (const std::optional<QByteArray> local = onebot::readLocal(QUrl(file).toLocalFile()))
            return {.bytes = *local, .error = {}};
    }
    return {.bytes = {}, .error = u"System.Exception: cannot resolve "_s + file.left(64)};
}

//! Makes the server's grey tip after a send of a restricted account. Its raw bytes end up on standard output.
QByteArray restrictedTip()
{
    const auto field = [](char tag, const QByteArray &bytes) -> QByteArray { // not an unevaluated QStringBuilder
        return QByteArray(1, tag) + static_cast<char>(bytes.size()) + bytes;
    };
    const QByteArray kind = field('\x0a', "type") + field('\x12', QStringLiteral("群消息").toUtf8());
    const QByteArray unlock =
        field('\x0a', "unlock_url") + field('\x12', "https://accounts.qq.com/safe/message/unlock");
    return field('\x3a', kind) + field('\x3a', unlock);
}

} // namespace

onebot::DraftBehaviour SendBehaviour::draftBehaviour()
{
    return {.fetch = fetch,
            .emptyPicture = u"System.Exception: empty image"_s,
            .unknown = {},
            .nothing = u"System.Exception: empty message"_s};
}

void SendBehaviour::logException(const QString &text)
{
    m_parts.console.entry(u"warn"_s, u"Lagrange.OneBot.Core.Operation.OperationService[0]"_s,
                          u"Unexpected error encountered while handling message.\n"_s + text);
}

Outcome SendBehaviour::complain(onebot::Complaint what, const QString &detail, onebot::Transport /*transport*/)
{
    logException(what == onebot::Complaint::BadMessage ? detail : u"System.Exception: invalid parameters"_s);
    return Outcome::failed({});
}

// Answers with numbers only: QQ's for a refusal, 200 for an exception.
Outcome SendBehaviour::contradiction(Contradiction::Answer what)
{
    if (what == Contradiction::Answer::Refused)
        return Outcome::failed({}, kRefused);
    logException(what == Contradiction::Answer::Offline ? u"System.Exception: not connected"_s
                                                        : u"System.NullReferenceException: Object reference not set"_s);
    return Outcome::failed({});
}

std::optional<Outcome> SendBehaviour::refusal(const onebot::Peer &peer)
{
    Faults &faults = m_parts.state.faults;
    if (!m_parts.account.isOnline()) {
        logException(u"System.Exception: not connected"_s);
        return Outcome::failed({});
    }
    if (!m_parts.chats.has(peer) || faults.take(u"send-refused"_s, peer.id))
        return Outcome::failed({}, kRefused);
    if (faults.take(u"silent-refusal"_s, peer.id))
        return Outcome::failed({}, kSilent);
    if (peer.group && faults.take(u"account-restricted"_s, peer.id)) {
        // has no prefix and no line feed, so the next entry follows on the same line
        m_parts.console.raw("Unknown Event0x2DC message type: 20: " + restrictedTip().toHex().toUpper());
        return Outcome::failed({}, kSilent);
    }
    if (faults.take(u"ok-but-refused"_s, peer.id)) { // builds until late 2024
        Outcome lie =
            Outcome::ok(QJsonObject{{u"message_id"_s, static_cast<qint32>(QRandomGenerator::global()->generate())}});
        lie.retcode = kRefused;
        return lie;
    }
    return std::nullopt;
}

onebot::SendOutcome SendBehaviour::outcomeOf(const onebot::Peer &peer, const onebot::Draft & /*draft*/,
                                             const QJsonObject & /*p*/)
{
    if (const std::optional<Outcome> refused = refusal(peer))
        return onebot::SendOutcome::refused(*refused);
    Faults &faults = m_parts.state.faults;
    const auto waitOf = [](const FaultSetting &fault) {
        return fault.delay.count() > 0 ? fault.delay : milliseconds(kTimeout);
    };
    if (const auto lost = faults.take(u"send-timeout-lost"_s, peer.id))
        return {.kept = false, .delivered = false, .wait = waitOf(*lost), .answer = Outcome::failed({})};
    if (const auto late = faults.take(u"send-timeout-delivered"_s, peer.id))
        return {.kept = true, .delivered = true, .wait = waitOf(*late), .answer = Outcome::failed({})};
    return {};
}

} // namespace rookery::sim::lagrange
