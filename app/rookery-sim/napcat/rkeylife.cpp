// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeylife.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr int kNativeLatch = 8;
constexpr int kServerLatch = 4;

QString randomKey()
{
    QByteArray bytes;
    for (int i = 0; i < 12; ++i) {
        const quint32 word = QRandomGenerator::system()->generate();
        bytes.append(reinterpret_cast<const char *>(&word), sizeof(word));
    }
    return u"CAQSK"_s
        + QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString staleKey(bool group)
{
    return group ? u"CAQSKAB6JWENi5LM_stale_group"_s : u"CAQSKAB6JWENi5LM_stale_private"_s;
}

} // namespace

RkeyLife::RkeyLife(State &state)
    : m_state(state)
    , m_servers{{u"http://ss.xingzhige.com/music_card/rkey"_s, 0}, {u"https://secret-service.bietiaop.com/rkeys"_s, 0}}
{}

void RkeyLife::restart()
{
    forgetCaches();
    m_nativeFailures = 0;
    for (Server &server : m_servers)
        server.failures = 0;
}

void RkeyLife::recover()
{
    for (const QString &fault : {u"rkey-504"_s, u"rkey-stale"_s, u"rkey-native-latched"_s, u"rkey-native-failing"_s})
        m_state.faults.switchOff(fault);
    restart();
}

void RkeyLife::forgetCaches()
{
    m_native = {};
    m_remote = {};
    m_served = {};
}

RkeyLife::Keys RkeyLife::newKeys()
{
    const qint64 now = m_state.nowSeconds();
    m_issued.removeIf([now](const std::pair<const QString &, qint64 &> &item) { return item.second < now; });
    const Keys keys{
        .privateKey = randomKey(), .groupKey = randomKey(), .createdAt = now, .ttl = m_state.options.rkeyTtl.count()};
    m_issued.insert(keys.privateKey, now + keys.ttl);
    m_issued.insert(keys.groupKey, now + keys.ttl);
    return keys;
}

bool RkeyLife::isFresh(const Keys &keys) const
{
    return keys.ttl > 0 && keys.createdAt + keys.ttl >= m_state.nowSeconds();
}

bool RkeyLife::isLatchedByFault() const
{
    return m_state.faults.isOn(u"rkey-native-latched"_s) || m_state.faults.isOn(u"rkey-504"_s)
        || m_state.faults.isOn(u"rkey-stale"_s);
}

bool RkeyLife::isLatched() const
{
    return m_nativeFailures >= kNativeLatch || isLatchedByFault();
}

//! Ignores the latch, because this call asks QQ itself. The faults stand for the trouble that set the latch.
QString RkeyLife::fetchFailure() const
{
    if (isLatchedByFault() || m_state.faults.isOn(u"rkey-native-failing"_s))
        return u"[PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0x9067_202 timeout=10000ms"_s;
    return {};
}

bool RkeyLife::tryNative()
{
    if (!packetAvailable())
        return false;
    if (isFresh(m_native))
        return true;
    if (isLatched()) {
        m_state.log.debug(u"获取native.rkey失败 Native.FetchRkey 已被禁用"_s);
        return false;
    }
    if (const QString failure = fetchFailure(); !failure.isEmpty()) {
        ++m_nativeFailures;
        m_state.log.error(u"FetchRkey 失败 "_s + failure);
        m_state.log.debug(u"获取native.rkey失败 "_s + failure);
        return false;
    }
    m_nativeFailures = 0;
    m_native = newKeys();
    return true;
}

QString RkeyLife::serverFailure() const
{
    return m_state.faults.isOn(u"rkey-504"_s) ? u"Error: Unexpected status code: 504"_s : QString();
}

bool RkeyLife::tryRemote()
{
    if (isFresh(m_remote))
        return true;
    const auto usable = [this](const Server &server) {
        return server.failures < kServerLatch && !m_state.faults.isOn(u"rkey-stale"_s);
    };
    if (std::none_of(m_servers.cbegin(), m_servers.cend(), usable)) {
        m_state.log.error(u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s);
        m_state.log.debug(u"获取remote.rkey失败 获取rkey失败：所有服务URL均已被禁用"_s);
        return false;
    }
    const QString failure = serverFailure();
    for (Server &server : m_servers) {
        if (!usable(server))
            continue;
        if (failure.isEmpty()) {
            m_remote = newKeys();
            return true;
        }
        m_state.log.error(u"[Rkey] 异常服务 %1 异常 /  %2"_s.arg(server.url, failure));
        if (++server.failures >= kServerLatch)
            m_state.log.error(u"[Rkey] URL %1 已被禁用，失败次数达到 4 次"_s.arg(server.url));
    }
    m_state.log.debug(u"获取remote.rkey失败 Error: 获取rkey失败: "_s + failure);
    return false;
}

QString RkeyLife::pictureUrl(bool group, const QString &fileId)
{
    const QString query = u"/download?appid=%1&fileid=%2&rkey=%3"_s.arg(group ? u"1407"_s : u"1406"_s, fileId);
    const bool own = !m_state.options.realPictureHosts;
    const Keys *keys = nullptr;
    if (tryNative()) {
        m_source = u"native"_s;
        keys = &m_native;
    } else if (tryRemote()) {
        m_source = u"remote"_s;
        keys = &m_remote;
    }
    if (keys) {
        return (own ? m_base : u"https://multimedia.nt.qq.com.cn"_s)
            + query.arg(group ? keys->groupKey : keys->privateKey);
    }
    m_source = u"stale"_s;
    return (own ? m_base : u"https://gchat.qpic.cn"_s) + query.arg(staleKey(group)) + u"&spec=0"_s;
}

bool RkeyLife::isAlive(const QString &rkey) const
{
    const auto issued = m_issued.constFind(rkey);
    return issued != m_issued.constEnd() && *issued >= m_state.nowSeconds();
}

QJsonArray RkeyLife::getRkey()
{
    const Keys keys = newKeys();
    const auto one = [&keys](const QString &type, const QString &key) {
        return QJsonObject{{u"type"_s, type},
                           {u"rkey"_s, QString(u"&rkey="_s + key)},
                           {u"created_at"_s, keys.createdAt},
                           {u"ttl"_s, keys.ttl}};
    };
    return {one(u"private"_s, keys.privateKey), one(u"group"_s, keys.groupKey)};
}

QJsonArray RkeyLife::ncGetRkey()
{
    const Keys keys = newKeys();
    const auto one = [&keys](int type, const QString &key) {
        return QJsonObject{{u"rkey"_s, QString(u"&rkey="_s + key)},
                           {u"ttl"_s, QString::number(keys.ttl)},
                           {u"time"_s, keys.createdAt},
                           {u"type"_s, type}};
    };
    return {one(10, keys.privateKey), one(20, keys.groupKey)};
}

QJsonObject RkeyLife::rkeyServer()
{
    if (!isFresh(m_served))
        m_served = newKeys();
    return {{u"private_rkey"_s, QString(u"&rkey="_s + m_served.privateKey)},
            {u"group_rkey"_s, QString(u"&rkey="_s + m_served.groupKey)},
            {u"expired_time"_s, m_served.createdAt + m_served.ttl},
            {u"name"_s, u"NapCat 4"_s}};
}

QJsonObject RkeyLife::state() const
{
    QJsonArray disabled;
    for (const Server &server : m_servers) {
        if (server.failures >= kServerLatch)
            disabled.append(server.url);
    }
    const qint64 createdAt = m_source == "native"_L1 ? m_native.createdAt : m_remote.createdAt;
    return {{u"source"_s, m_source},
            {u"createdAt"_s, m_source.isEmpty() || m_source == "stale"_L1 ? 0 : createdAt},
            {u"nativeLatched"_s, isLatched()},
            {u"nativeFailures"_s, m_nativeFailures},
            {u"serversDisabled"_s, disabled}};
}

} // namespace rookery::sim::napcat
