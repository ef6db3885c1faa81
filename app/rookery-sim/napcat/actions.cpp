// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

using onebot::Done;
using onebot::idOf;
using onebot::Peer;
using onebot::Transport;

namespace {

constexpr auto kAppVersion = "4.18.19"_L1;

const QString &packetMissing()
{
    static const QString text = u"packetBackend不可用，请参照文档 https://napneko.github.io/config/advanced "
                                "和启动日志检查packetBackend状态或进行配置！错误堆栈信息：Error\n"
                                "    at GetPacketStatusDepends.check (file:///app/napcat/napcat.mjs:1:1)"_s;
    return text;
}

} // namespace

Actions::Actions(const Parts &parts)
    : CommonActions(
        parts.state, parts.chats, parts.sender,
        {.noSuchGroup = u"群(%1)不存在"_s, .noSuchMessage = u"消息不存在"_s, .recallFailed = u"Recall failed"_s})
    , m_parts(parts)
{
    addAbout();
    addMessages();
    addRkey();
}

Outcome Actions::unknown(const QString &action, Transport transport) const
{
    const QString form = transport == Transport::Http ? u"不支持的Api %1"_s : u"不支持的API %1"_s;
    return Outcome::unknown(form.arg(action));
}

Outcome Actions::missing(const QString & /*key*/) const
{
    return Outcome::badParams(u"Schema compilation error: Expected required property"_s);
}

void Actions::addAbout()
{
    addPlain(u"get_status"_s, {}, [this](const QJsonObject &) {
        return Outcome::ok(
            QJsonObject{{u"online"_s, m_parts.login.isOnline()}, {u"good"_s, true}, {u"stat"_s, QJsonObject()}});
    });
    addPlain(u"get_version_info"_s, {}, [](const QJsonObject &) {
        return Outcome::ok(QJsonObject{
            {u"app_name"_s, u"NapCat.Onebot"_s}, {u"protocol_version"_s, u"v11"_s}, {u"app_version"_s, kAppVersion}});
    });
    addPlain(u"clean_cache"_s, {}, [this](const QJsonObject &) {
        m_parts.uploads.clean();
        return Outcome::done();
    });
    addPlain(u"set_restart"_s, {}, [this](const QJsonObject &) {
        if (m_parts.state.options.singleProcess)
            return Outcome::failed(noMaster());
        Q_EMIT restartRequested();
        return Outcome::done();
    });
}

void Actions::addMessages()
{
    addPlain(u"get_msg"_s, {u"message_id"_s}, [this](const QJsonObject &params) {
        QJsonObject message = m_parts.chats.message(idOf(params, "message_id"_L1).toLongLong());
        if (message.isEmpty())
            return Outcome::failed(u"消息不存在"_s);
        message.insert(u"emoji_likes_list"_s, QJsonArray());
        return Outcome::ok(message);
    });
    addPlain(u"get_group_msg_history"_s, {u"group_id"_s}, [this](const QJsonObject &params) {
        return history({.group = true, .id = idOf(params, "group_id"_L1)}, params);
    });
    addPlain(u"get_friend_msg_history"_s, {u"user_id"_s}, [this](const QJsonObject &params) {
        const Peer peer{.group = false, .id = idOf(params, "user_id"_L1)};
        if (!m_parts.chats.has(peer))
            return Outcome::failed(u"记录%1不存在"_s.arg(peer.id));
        return history(peer, params);
    });
    addPlain(u"upload_file_stream"_s, {u"stream_id"_s},
             [this](const QJsonObject &params) { return m_parts.uploads.upload(params); });
    add(u"get_image"_s, {}, [this](const QJsonObject &params, Transport, const Done &done) { getImage(params, done); });
}

Outcome Actions::history(const Peer &peer, const QJsonObject &params) const
{
    const QString anchor = idOf(params, "message_seq"_L1);
    const int count = params.value("count"_L1).toInt(20);
    const bool forward = params.value("reverse_order"_L1).toBool(params.value("reverseOrder"_L1).toBool());
    const QJsonArray messages = m_parts.chats.history(peer, anchor.toLongLong(), count, forward);
    if (messages.isEmpty())
        return Outcome::failed(u"消息%1不存在"_s.arg(anchor.isEmpty() ? u"undefined"_s : anchor));
    return Outcome::ok(QJsonObject{{u"messages"_s, messages}});
}

void Actions::getImage(const QJsonObject &params, const Done &done)
{
    const QString file =
        params.contains("file"_L1) ? params.value("file"_L1).toString() : params.value("file_id"_L1).toString();
    const QJsonObject picture = m_parts.chats.picture(file);
    if (!picture.isEmpty()) {
        done(Outcome::ok(QJsonObject{{u"file"_s, QString(u"/app/.config/QQ/nt_data/Pic/"_s + file)},
                                     {u"url"_s, picture.value("url"_L1)},
                                     {u"file_size"_s, picture.value("file_size"_L1)},
                                     {u"file_name"_s, file}}));
        return;
    }
    scheduler().after(seconds(5), [done] { // QQ is asked and does not answer
        done(Outcome::failed(u"Timeout: NTEvent serviceAndMethod:NodeIKernelSearchService/searchFileWithKeywords "
                             "ListenerName:NodeIKernelSearchListener/onSearchFileKeywordsResult EventRet:\n{}\n"_s));
    });
}

void Actions::packet(const Done &done, const std::function<QJsonValue()> &data)
{
    if (!m_parts.rkey.packetAvailable()) {
        done(Outcome::badParams(packetMissing()));
        return;
    }
    const QString failure = m_parts.rkey.fetchFailure();
    if (failure.isEmpty()) {
        done(Outcome::ok(data()));
        return;
    }
    scheduler().after(seconds(10), [done, failure] { done(Outcome::failed(failure)); });
}

void Actions::addRkey()
{
    const auto addPacket = [this](const QString &name, const std::function<QJsonValue()> &data) {
        add(name, {}, [this, data](const QJsonObject &, Transport, const Done &done) { packet(done, data); });
    };
    addPacket(u"get_rkey"_s, [this] { return QJsonValue(m_parts.rkey.getRkey()); });
    addPacket(u"nc_get_rkey"_s, [this] { return QJsonValue(m_parts.rkey.ncGetRkey()); });
    addPacket(u"get_rkey_server"_s, [this] { return QJsonValue(m_parts.rkey.rkeyServer()); });
    addPlain(u"nc_get_packet_status"_s, {}, [this](const QJsonObject &) {
        return m_parts.rkey.packetAvailable() ? Outcome::done() : Outcome::badParams(packetMissing());
    });
}

} // namespace rookery::sim::napcat

#include "napcat/moc_actions.cpp"
