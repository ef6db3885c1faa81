// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeyinference.h"

#include "logrules/ruleset.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;
using rookery::logrules::captureValue;

namespace rookery::rkey {

namespace {

constexpr qsizetype kStatusLength = 80;
// A server's failure says so long that it is not the one in use.
constexpr seconds kFailingFor{600};
// The gateway tries its native way first for every picture and logs a failure just before the picture comes.
constexpr seconds kSamePicture{5};

QString nativeName()
{
    return u"native"_s;
}

//! The address without query and user: what names a server, and nothing secret.
QString serverName(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.host().isEmpty())
        return url.left(kStatusLength);
    return parsed.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

RkeyProvider &provider(RkeyState &state, const QString &name)
{
    QList<RkeyProvider> &list = state.providers;
    const auto it = std::find_if(list.begin(), list.end(), [&name](const RkeyProvider &p) { return p.name == name; });
    if (it != list.end())
        return *it;
    if (list.size() >= kMaxProviders) { // names come from the gateway's log: whatever it prints, the list stays one
        const auto seen = [](const RkeyProvider &p) { return p.name == nativeName() ? WallTime::max() : p.lastAt; };
        const auto oldest =
            std::min_element(list.cbegin(), list.cend(),
                             [&seen](const RkeyProvider &a, const RkeyProvider &b) { return seen(a) < seen(b); });
        list.erase(oldest);
    }
    list.append(RkeyProvider{.name = name, .lastStatus = {}});
    return list.last();
}

void providerFailed(RkeyState &state, const QString &name, const QString &status, WallTime now)
{
    RkeyProvider &entry = provider(state, name);
    ++entry.failures;
    entry.lastStatus = status.left(kStatusLength);
    entry.lastAt = now;
}

void setSource(RkeyState &state, RkeySource source, const QString &server, WallTime now)
{
    if (state.source == source && state.server == server)
        return;
    state.source = source;
    state.server = server;
    state.sourceSince = now;
    if (source != RkeySource::Native) {
        state.createdAt = {};
        state.ttl = milliseconds(0);
    }
}

//! The remote server in use, where the evidence leaves exactly one: the other one is known to fail.
QString remainingServer(const RkeyState &state, WallTime now)
{
    const QStringList asked{u"http://ss.xingzhige.com/music_card/rkey"_s,
                            u"https://secret-service.bietiaop.com/rkeys"_s};
    QStringList working = asked;
    bool anyFailed = false;
    for (const RkeyProvider &entry : state.providers) {
        if (entry.disabled || (entry.failures > 0 && now - entry.lastAt < kFailingFor))
            anyFailed = working.removeAll(entry.name) > 0 || anyFailed;
    }
    return anyFailed && working.size() == 1 ? working.first() : QString();
}

void latch(Inference &next, WallTime now)
{
    next.state.nativeLatched = true;
    RkeyProvider &native = provider(next.state, nativeName());
    native.disabled = true;
    native.lastAt = now;
    if (next.state.source == RkeySource::Native)
        setSource(next.state, RkeySource::Unknown, {}, now);
}

void nativeFailed(Inference &next, const QString &status, WallTime now)
{
    providerFailed(next.state, nativeName(), status.isEmpty() ? u"failed"_s : status, now);
    next.nativeFailedAt = now;
    if (++next.nativeFailuresInRow >= kNativeLatch)
        latch(next, now);
}

void nativeIsOff(Inference &next, const QString &status, WallTime now)
{
    next.nativeUnavailable = true;
    RkeyProvider &native = provider(next.state, nativeName());
    native.disabled = true;
    native.lastStatus = status;
    native.lastAt = now;
    if (next.state.source == RkeySource::Native)
        setSource(next.state, RkeySource::Unknown, {}, now);
}

void restarted(Inference &next, WallTime now)
{
    next.nativeFailuresInRow = 0;
    next.nativeUnavailable = false;
    next.state.nativeLatched = false;
    for (RkeyProvider &entry : next.state.providers) {
        entry.disabled = false;
        entry.failures = 0;
    }
    setSource(next.state, RkeySource::Unknown, {}, now);
}

void serverFailed(Inference &next, const QStringList &captures, WallTime now)
{
    QString status = captureValue(captures, u"status"_s);
    if (status.isEmpty())
        status = captureValue(captures, u"error"_s);
    providerFailed(next.state, serverName(captureValue(captures, u"url"_s)), status.isEmpty() ? u"failed"_s : status,
                   now);
}

bool isFallbackRule(const QString &id)
{
    return id == "rkey.all-disabled"_L1 || id == "rkey.remote-all-disabled"_L1 || id == "rkey.service-fallback"_L1
        || id == "rkey.old-mode"_L1 || id == "rkey.remote-failed"_L1;
}

bool isPacketTrouble(const QString &id)
{
    return id == "packet.unsupported"_L1 || id == "packet.disabled"_L1 || id == "packet.unavailable"_L1
        || id == "packet.init-failed"_L1 || id == "packet.test-failed"_L1 || id == "packet.missing-file"_L1;
}

//! Lines that count something.
void applyCounting(Inference &next, const input::LogSeen &seen, WallTime now)
{
    const QString &id = seen.ruleId;
    if (id == "rkey.fetch-failed"_L1)
        nativeFailed(next, captureValue(seen.captures, u"error"_s), now);
    else if (id == "rkey.server-failed"_L1 || id == "rkey.server-failed-old"_L1)
        serverFailed(next, seen.captures, now);
}

void applyState(Inference &next, const input::LogSeen &seen, WallTime now)
{
    const QString &id = seen.ruleId;
    if (id == "rkey.native-disabled"_L1) {
        latch(next, now);
    } else if (id == "rkey.server-disabled"_L1) {
        RkeyProvider &entry = provider(next.state, serverName(captureValue(seen.captures, u"url"_s)));
        entry.disabled = true;
        entry.lastAt = now;
    } else if (isFallbackRule(id)) {
        setSource(next.state, RkeySource::StaleFallback, {}, now);
    } else if (isPacketTrouble(id)) {
        nativeIsOff(next, u"unavailable"_s, now);
    } else if (id == "packet.ready"_L1) {
        next.nativeUnavailable = false;
        if (!next.state.nativeLatched)
            provider(next.state, nativeName()).disabled = false;
    }
}

struct Stepper {
    Inference &next;
    WallTime now;

    void operator()(const input::LogSeen &seen) const
    {
        if (seen.ruleId == "process.version"_L1 || seen.ruleId == "process.loading"_L1) {
            restarted(next, now);
            return;
        }
        applyCounting(next, seen, now);
        applyState(next, seen, now);
    }
    void operator()(const input::LinkSeen &link) const
    {
        if (link.verdict == LinkVerdict::Stale)
            setSource(next.state, RkeySource::StaleFallback, {}, now);
        if (link.verdict != LinkVerdict::Fresh)
            return;
        const bool nativeOff = next.state.nativeLatched || next.nativeUnavailable;
        if (nativeOff || (next.nativeFailuresInRow > 0 && now - next.nativeFailedAt <= kSamePicture))
            setSource(next.state, RkeySource::RemoteServer, remainingServer(next.state, now), now);
        else
            freshByNative();
    }
    void operator()(const input::Polled &poll) const
    {
        if (poll.outcome)
            polledKey(*poll.outcome);
        else
            pollFailed(poll.outcome.error());
    }
    void operator()(const input::GatewayRestarted &) const { restarted(next, now); }

private:
    void freshByNative() const
    {
        RkeyProvider &native = provider(next.state, nativeName());
        // a failure would have been logged: this key came the native way
        if (std::exchange(next.nativeFailuresInRow, 0) > 0)
            native.lastStatus = u"ok"_s;
        // without any word about the native way a fresh link does not tell it from a remote server
        setSource(next.state, native.lastStatus == "ok"_L1 ? RkeySource::Native : RkeySource::Unknown, {}, now);
    }
    void polledKey(const PolledKey &key) const
    {
        RkeyProvider &native = provider(next.state, nativeName());
        native.lastAt = now;
        if (key.createdAt + key.ttl < now) {
            native.lastStatus = u"expired"_s;
            ++native.failures;
            return;
        }
        native.lastStatus = u"ok"_s;
        next.nativeUnavailable = false;
        // the latch closes the way of pictures, not the way of this call
        if (next.state.nativeLatched)
            return;
        native.disabled = false;
        next.nativeFailuresInRow = 0;
        setSource(next.state, RkeySource::Native, {}, now);
        next.state.createdAt = key.createdAt;
        next.state.ttl = key.ttl;
    }
    void pollFailed(const Error &error) const
    {
        switch (error.kind) {
        case ErrorKind::Rejected:
            if (error.reason == Reason::UnknownAction) {
                return; // an older gateway without that call: nothing learnt
            }
            if (error.detail.contains("packetBackend"_L1))
                nativeIsOff(next, u"unavailable"_s, now);
            else
                providerFailed(next.state, nativeName(),
                               error.code != 0 ? u"retcode %1"_s.arg(error.code) : u"refused"_s, now);
            return;
        case ErrorKind::Timeout:
            providerFailed(next.state, nativeName(), u"timeout"_s, now);
            return;
        case ErrorKind::Protocol:
            providerFailed(next.state, nativeName(), u"unreadable"_s, now);
            return;
        default:
            return; // about the connection, not about keys
        }
    }
};

} // namespace

LinkVerdict judgeLink(const QUrl &url)
{
    const QUrlQuery query(url);
    if (query.queryItemValue(u"rkey"_s).isEmpty())
        return LinkVerdict::Irrelevant;
    if (query.queryItemValue(u"spec"_s) == "0"_L1 || url.host() == "gchat.qpic.cn"_L1)
        return LinkVerdict::Stale;
    return LinkVerdict::Fresh;
}

Result<PolledKey> decodeKeys(const QJsonValue &data)
{
    std::optional<PolledKey> best;
    const QJsonArray entries = data.toArray();
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = value.toObject();
        const double created = entry.value("created_at"_L1).toDouble(-1);
        const double ttl = entry.value("ttl"_L1).toVariant().toDouble();
        constexpr double kFar = 1e11; // seconds; beyond every date a gateway means
        if (entry.value("rkey"_L1).toString().isEmpty() || created < 0 || created > kFar || ttl <= 0 || ttl > kFar)
            continue;
        const PolledKey key{.createdAt = WallTime(seconds(static_cast<qint64>(created))),
                            .ttl = seconds(static_cast<qint64>(ttl))};
        if (!best || entry.value("type"_L1).toString() == "group"_L1)
            best = key;
    }
    if (!best)
        return rookery::fail(ErrorKind::Protocol, Reason::Garbage);
    return *best;
}

Inference step(Inference before, const Input &input, WallTime now)
{
    std::visit(Stepper{before, now}, input);
    return before;
}

} // namespace rookery::rkey
