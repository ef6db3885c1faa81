// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcat/sendbehaviour.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

//! Formats NapCat's text for a kernel call that was refused or never confirmed.
QString kernelText(const QString &what, int result, const QString &message)
{
    return u"%1: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
           "ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n"
           "{\n    \"result\": %2,\n    \"errMsg\": \"%3\"\n}\n"_s.arg(what, QString::number(result), message);
}

QString refusedText(const QString &message)
{
    return kernelText(u"EventChecker Failed"_s, -1, message);
}

onebot::Fetched noSuchFile(const QString &path)
{
    return {.bytes = {}, .error = u"ENOENT: no such file or directory, open '%1'"_s.arg(path)};
}

QString complaintText(onebot::Complaint what, const QString &detail)
{
    switch (what) {
    case onebot::Complaint::NoGroup:
        return u"当前群聊发送,请指定 group_id 而不是 user_id"_s;
    case onebot::Complaint::NoUser:
        return u"当前私聊发送,请指定 user_id 而不是 group_id"_s;
    case onebot::Complaint::NoTarget:
        return u"请指定正确的 group_id 或 user_id"_s;
    case onebot::Complaint::UnknownUser:
        return u"无法获取用户信息"_s;
    case onebot::Complaint::NoMessage:
    case onebot::Complaint::BadMessage:
        break;
    }
    return detail;
}

} // namespace

onebot::Fetched SendBehaviour::named(const QByteArray &bytes, const QString &path) const
{
    const bool byHash = m_parts.state.options.ownPictureNames == "md5"_L1;
    return {.bytes = bytes, .error = {}, .name = byHash ? QString() : path.section(u'/', -1)};
}

//! Reads a picture, trying the forms of its address in NapCat's order.
onebot::Fetched SendBehaviour::fetch(const QJsonObject &data)
{
    QString uri;
    for (const QString &key : {u"url"_s, u"file"_s, u"path"_s}) {
        if (uri.isEmpty())
            uri = data.value(key).toString();
    }
    if (uri.trimmed().isEmpty())
        return {.bytes = {}, .error = u"文件消息缺少参数"_s};
    const QString path = uri.startsWith("file://"_L1) ? QUrl(uri).toLocalFile() : uri;
    if (m_parts.uploads.isStagedPath(path)) {
        if (m_parts.state.faults.take(u"staged-file-gone"_s))
            m_parts.uploads.remove(path); // reported below like any missing path
        if (const std::optional<QByteArray> staged = m_parts.uploads.file(path))
            return named(*staged, path);
    } else if (uri.startsWith(u'/')) {
        if (const std::optional<QByteArray> local = onebot::readLocal(path))
            return named(*local, path);
    }
    if (uri.startsWith("http://"_L1) || uri.startsWith("https://"_L1))
        return {.bytes = {}, .error = u"文件处理失败: 下载文件失败: fetch failed"_s};
    if (const std::optional<QByteArray> bytes = onebot::inlineBytes(uri))
        return {.bytes = *bytes, .error = {}};
    if (uri.startsWith("file://"_L1)) {
        if (const std::optional<QByteArray> local = onebot::readLocal(path))
            return named(*local, path);
        return noSuchFile(path);
    }
    return {.bytes = {}, .error = u"文件处理失败: 识别URL失败, uri= "_s + uri};
}

onebot::DraftBehaviour SendBehaviour::draftBehaviour()
{
    return {.fetch = [this](const QJsonObject &data) { return fetch(data); },
            .emptyPicture = u"文件异常，大小为0"_s,
            .unknown = [](const QString &type) -> QString { return u"未知的消息类型："_s + type; },
            .nothing = u"消息体无法解析, 请检查是否发送了不支持的消息类型"_s};
}

Outcome SendBehaviour::complain(onebot::Complaint what, const QString &detail, onebot::Transport transport)
{
    if (what == onebot::Complaint::NoMessage) {
        const QString stack = u"TypeError: Cannot read properties of undefined (reading 'length')\n"
                              "    at normalize (file:///app/napcat/napcat.mjs:1:1)"_s;
        m_parts.state.log.error(u"发生错误 "_s + stack);
        // NapCat never answers this over a WebSocket
        return transport == onebot::Transport::WebSocket ? Outcome{.kind = Outcome::Kind::Silent}
                                                         : Outcome::failed(stack);
    }
    const Outcome outcome = Outcome::failed(complaintText(what, detail));
    failed(outcome);
    return outcome;
}

void SendBehaviour::failed(const Outcome &answer)
{
    m_parts.state.log.error(
        u"发生错误 Error: %1\n    at SendMsgBase._handle (file:///app/napcat/napcat.mjs:1:1)"_s.arg(answer.message));
}

// Returns the refusal. Only "rich media transfer failed" is known as QQ's wording; the other texts are ours.
QString SendBehaviour::refusal(const onebot::Peer &peer, const onebot::Draft &draft)
{
    if (!m_parts.login.isOnline())
        return refusedText(u"账号已离线"_s);
    if (!m_parts.chats.has(peer))
        return refusedText(u"你不在该群聊中"_s);
    if (m_parts.state.faults.take(u"send-refused"_s, peer.id))
        return refusedText(u"你已被禁言"_s);
    if (!draft.pictureSha256.isEmpty() && m_parts.state.faults.take(u"rich-media"_s, peer.id))
        return refusedText(u"rich media transfer failed"_s);
    return {};
}

Outcome SendBehaviour::contradiction(Contradiction::Answer what)
{
    switch (what) {
    case Contradiction::Answer::True:
    case Contradiction::Answer::Refused:
        break;
    case Contradiction::Answer::Offline:
        return Outcome::failed(refusedText(u"账号已离线"_s));
    case Contradiction::Answer::Unlisted:
        return Outcome::failed(unlistedWords(m_parts.state.options.oneBotToken));
    }
    return Outcome::failed(refusedText(u"rich media transfer failed"_s));
}

void SendBehaviour::logSend(const onebot::Peer &peer, const onebot::Draft &draft)
{
    State &state = m_parts.state;
    const QString self = u"[%1(%2)]"_s.arg(state.options.nickname, state.options.account);
    const QString place = peer.group ? u"群聊 [%1(%2)] %3"_s.arg(m_parts.chats.groupName(peer.id), peer.id, self)
                                     : u"私聊 (%1)"_s.arg(peer.id);
    state.log.info(u"发送 -> %1 %2"_s.arg(place, onebot::Chats::shownAs(draft.segments)));
}

onebot::SendOutcome SendBehaviour::outcomeOf(const onebot::Peer &peer, const onebot::Draft &draft,
                                             const QJsonObject &params)
{
    State &state = m_parts.state;
    logSend(peer, draft); // logged even if it then fails
    if (const QString text = refusal(peer, draft); !text.isEmpty())
        return onebot::SendOutcome::refused(Outcome::failed(text));
    const milliseconds timeout =
        m_parts.config.sendTimeout(draft.bytes, milliseconds(params.value("timeout"_L1).toInteger()));
    const Outcome timedOut = Outcome::failed(kernelText(u"Timeout"_s, 0, {}));
    const auto waitOf = [&](const FaultSetting &fault) { return fault.delay.count() > 0 ? fault.delay : timeout; };
    if (const auto lost = state.faults.take(u"send-timeout-lost"_s, peer.id)) // QQ's own copy exists nevertheless
        return {.kept = true, .delivered = false, .wait = waitOf(*lost), .answer = timedOut};
    if (const auto late = state.faults.take(u"send-timeout-delivered"_s, peer.id))
        return {.kept = true, .delivered = true, .wait = waitOf(*late), .answer = timedOut};
    const bool silent = peer.group && state.faults.take(u"send-silently-lost"_s, peer.id).has_value();
    return {.kept = true, .delivered = !silent};
}

} // namespace rookery::sim::napcat
