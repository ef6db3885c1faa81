// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot11/sendbehaviour.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot11 {

namespace {

using onebot::Outcome;

constexpr seconds kTimeout{10};
constexpr int kRefused = 120;
constexpr int kUnlisted = 34; // not in any list of numbers

//! Reads a received name, file://, http(s):// or base64://, as the standard says. Downloads nothing.
onebot::Fetched fetch(const onebot::Chats &chats, const QJsonObject &data)
{
    const QString file = data.value("file"_L1).toString();
    if (file.startsWith("base64://"_L1))
        return {.bytes = onebot::inlineBytes(file).value_or(QByteArray()), .error = {}};
    if (file.startsWith("file://"_L1)) {
        if (const std::optional<QByteArray> local = onebot::readLocal(QUrl(file).toLocalFile()))
            return {.bytes = *local, .error = {}};
    }
    if (!chats.picture(file).isEmpty())
        return {.bytes = file.toUtf8(), .error = {}}; // the picture's bytes were never here: its name stands for them
    return {.bytes = {}, .error = u"no such picture"_s};
}

} // namespace

onebot::DraftBehaviour SendBehaviour::draftBehaviour()
{
    return {.fetch = [this](const QJsonObject &data) { return fetch(m_parts.chats, data); },
            .emptyPicture = u"empty picture"_s,
            .unknown = {},
            .nothing = u"nothing to send"_s};
}

Outcome SendBehaviour::complain(onebot::Complaint what, const QString & /*detail*/, onebot::Transport /*transport*/)
{
    const bool params = what != onebot::Complaint::UnknownUser && what != onebot::Complaint::BadMessage;
    return params ? Outcome::badParams({}) : Outcome::failed({});
}

Outcome SendBehaviour::contradiction(Contradiction::Answer what)
{
    switch (what) {
    case Contradiction::Answer::True:
    case Contradiction::Answer::Refused:
        break;
    case Contradiction::Answer::Offline:
        return Outcome::failed({});
    case Contradiction::Answer::Unlisted:
        return Outcome::failed({}, kUnlisted);
    }
    return Outcome::failed({}, kRefused);
}

onebot::SendOutcome SendBehaviour::outcomeOf(const onebot::Peer &peer, const onebot::Draft & /*draft*/,
                                             const QJsonObject & /*p*/)
{
    Faults &faults = m_parts.state.faults;
    if (!m_parts.account.isOnline() || !m_parts.chats.has(peer))
        return onebot::SendOutcome::refused(Outcome::failed({}));
    if (faults.take(u"send-refused"_s, peer.id))
        return onebot::SendOutcome::refused(Outcome::failed({}, kRefused));
    const auto waitOf = [](const FaultSetting &fault) {
        return fault.delay.count() > 0 ? fault.delay : milliseconds(kTimeout);
    };
    if (const auto lost = faults.take(u"send-timeout-lost"_s, peer.id))
        return {.kept = false, .delivered = false, .wait = waitOf(*lost), .answer = Outcome::failed({})};
    if (const auto late = faults.take(u"send-timeout-delivered"_s, peer.id))
        return {.kept = true, .delivered = true, .wait = waitOf(*late), .answer = Outcome::failed({})};
    const bool silent = peer.group && faults.take(u"send-silently-lost"_s, peer.id).has_value();
    return {.kept = true, .delivered = !silent};
}

} // namespace rookery::sim::onebot11
