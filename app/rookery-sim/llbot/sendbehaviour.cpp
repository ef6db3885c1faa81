// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/sendbehaviour.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr seconds kSelfEcho{10};
constexpr qint64 kSizeStep = 256LL * 1024; // each step adds one second

//! Formats the text of a refusal by QQ.
QString codeText(int code, const QString &message)
{
    return u"发送消息失败 (code=%1): %2"_s.arg(QString::number(code), message);
}

//! Reads a picture; `url` wins over `file`.
onebot::Fetched fetch(const QJsonObject &data)
{
    QString uri = data.value("url"_L1).toString();
    if (uri.isEmpty())
        uri = data.value("file"_L1).toString();
    if (const std::optional<QByteArray> bytes = onebot::inlineBytes(uri))
        return {.bytes = *bytes, .error = {}};
    if (uri.startsWith("http://"_L1) || uri.startsWith("https://"_L1))
        return {.bytes = {}, .error = u"%1 下载失败, fetch failed"_s.arg(uri)};
    const bool url = uri.startsWith("file://"_L1);
    const QString path = url ? QUrl(uri).toLocalFile() : uri;
    if (QFileInfo(path).isAbsolute()) {
        if (const std::optional<QByteArray> local = onebot::readLocal(path))
            return {.bytes = *local, .error = {}};
    }
    return {.bytes = {}, .error = url ? u"路径不存在"_s : QString(u"未知文件类型或路径不存在: "_s + uri)};
}

} // namespace

onebot::DraftBehaviour SendBehaviour::draftBehaviour()
{
    return {.fetch = fetch,
            .emptyPicture = u"文件异常，大小为 0"_s,
            .unknown = {},
            .nothing = u"消息体无法解析，请检查是否发送了不支持的消息类型"_s};
}

Outcome SendBehaviour::complain(onebot::Complaint what, const QString &detail, onebot::Transport /*transport*/)
{
    switch (what) {
    case onebot::Complaint::NoMessage:
        return Outcome::badParams(u"$.message missing required value"_s);
    case onebot::Complaint::NoGroup: // the schema requires no target; the sender checks it
    case onebot::Complaint::NoUser:
    case onebot::Complaint::NoTarget:
        return Outcome::failed(u"请指定 group_id 或 user_id"_s);
    case onebot::Complaint::UnknownUser:
        return Outcome::failed(u"无法获取用户信息"_s);
    case onebot::Complaint::BadMessage:
        break;
    }
    return Outcome::failed(detail);
}

void SendBehaviour::sentElsewhere(const onebot::Peer &peer, const onebot::Draft &draft)
{
    const State &state = m_parts.state;
    state.log.info(peer.group ? u"[发-群] %1(%2) %3(%4)：%5"_s.arg(m_parts.chats.groupName(peer.id), peer.id,
                                                                   state.options.nickname, state.options.account,
                                                                   onebot::Chats::shownAs(draft.segments))
                              : u"[发-私] %1(%2)：%3"_s.arg(m_parts.chats.nameOf(peer.id), peer.id,
                                                            onebot::Chats::shownAs(draft.segments)));
}

void SendBehaviour::failed(const Outcome &answer)
{
    if (answer.message.startsWith("ntqq api timeout"_L1))
        m_parts.state.log.error(answer.message);
    m_parts.state.log.error(u"发生错误 Error: "_s + answer.message);
}

milliseconds SendBehaviour::timeout(const onebot::Draft &draft) const
{
    if (m_parts.state.generation() >= 8)
        return seconds(15);
    return seconds(10) + seconds(draft.bytes / kSizeStep);
}

QString SendBehaviour::timeoutText(const onebot::Peer &peer, const onebot::Draft &draft, int generation) const
{
    if (generation >= 8)
        return u"Command MessageSvc.PbSendMsg timed out after 15000ms"_s;
    const QJsonArray args{QJsonObject{{u"chatType"_s, peer.group ? 2 : 1}, {u"peerUid"_s, peer.id}}, draft.segments};
    const QString shown = QString::fromUtf8(QJsonDocument(args).toJson(QJsonDocument::Compact));
    if (generation >= 5)
        return u"invoke timeout, wrapperSession.getMsgService().sendMsg, "_s + shown;
    return u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg, "_s + shown;
}

Outcome SendBehaviour::away() const
{
    return Outcome::failed(m_parts.state.generation() >= 8 ? u"Direct client not logged in"_s
                                                           : u"pmhq ws send: wait result timeout"_s);
}

Outcome SendBehaviour::contradiction(Contradiction::Answer what)
{
    switch (what) {
    case Contradiction::Answer::True:
    case Contradiction::Answer::Refused:
        break;
    case Contradiction::Answer::Offline:
        return away();
    case Contradiction::Answer::Unlisted:
        return Outcome::failed(unlistedWords(m_parts.state.options.oneBotToken));
    }
    return Outcome::failed(u"rich media transfer failed"_s);
}

std::optional<Outcome> SendBehaviour::refusal(const onebot::Peer &peer, const onebot::Draft &draft)
{
    Faults &faults = m_parts.state.faults;
    if (!m_parts.account.isOnline())
        return away();
    if (!m_parts.chats.has(peer))
        return Outcome::failed(codeText(120, u"你不是该群成员"_s));
    if (faults.take(u"muted"_s, peer.id))
        return Outcome::failed(u"当前处于被禁言状态"_s);
    if (faults.take(u"send-refused"_s, peer.id))
        return Outcome::failed(codeText(120, u"消息被拒绝"_s));
    if (faults.take(u"silent-refusal"_s, peer.id))
        return Outcome::failed(u"发送消息失败 (sequence=0)"_s);
    if (!draft.pictureSha256.isEmpty() && faults.take(u"rich-media"_s, peer.id))
        return Outcome::failed(u"rich media transfer failed"_s);
    return std::nullopt;
}

onebot::SendOutcome SendBehaviour::outcomeOf(const onebot::Peer &peer, const onebot::Draft &draft,
                                             const QJsonObject & /*params*/)
{
    State &state = m_parts.state;
    if (const std::optional<Outcome> refused = refusal(peer, draft)) {
        failed(*refused);
        return onebot::SendOutcome::refused(*refused);
    }
    const milliseconds usual = timeout(draft);
    const auto waitOf = [&](const FaultSetting &fault, milliseconds otherwise) {
        return fault.delay.count() > 0 ? fault.delay : otherwise;
    };
    // QQ's servers never got the message, and the history comes from them
    if (const auto dead = state.faults.take(u"ntqq-timeout"_s, peer.id)) {
        return {.kept = false,
                .delivered = false,
                .wait = waitOf(*dead, seconds(10)),
                .answer = Outcome::failed(timeoutText(peer, draft, 4))};
    }
    const Outcome timedOut = Outcome::failed(timeoutText(peer, draft, state.generation()));
    if (const auto lost = state.faults.take(u"send-timeout-lost"_s, peer.id))
        return {.kept = false, .delivered = false, .wait = waitOf(*lost, usual), .answer = timedOut};
    if (const auto late = state.faults.take(u"send-timeout-delivered"_s, peer.id))
        return {.kept = true, .delivered = true, .wait = waitOf(*late, usual), .answer = timedOut};
    if (peer.group) {
        if (const auto unseen = state.faults.take(u"self-echo-timeout"_s, peer.id)) {
            return {.kept = true,
                    .delivered = true,
                    .wait = waitOf(*unseen, kSelfEcho),
                    .answer = Outcome::failed(u"waitForSelfEcho timeout"_s)};
        }
    }
    sentElsewhere(peer, draft);
    return {};
}

} // namespace rookery::sim::llbot
