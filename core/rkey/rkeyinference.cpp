// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeyinference.h"

#include "base/reasons/gateway.h"

#include <QCryptographicHash>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::rkey {

namespace {

constexpr qsizetype kStatusLength = 80;
constexpr qsizetype kKeyNameBytes = 16;
// A server counts as not in use for this long after a failure.
constexpr seconds kFailingFor{600};
// The gateway tries its native way first for every picture, and states a failure just before the picture arrives.
constexpr seconds kSamePicture{5};
// Facts and pictures come on two connections: a fact about a picture may arrive this much later.
constexpr seconds kFactsCatchUp{2};
constexpr milliseconds kLate{500};

QString nativeName()
{
    return u"native"_s;
}

//! Gives the address without query and user, which identifies a server and contains no secret.
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
    if (list.size() >= kMaxProviders) { // names come from outside, so the list needs a limit
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
    if (source == RkeySource::Unknown)
        state.proven = false;
}

//! Returns true if the gateway asks no server any more: a key that still comes is from QQ.
bool noServerIsAsked(const Inference &known, WallTime now)
{
    const auto isPaused = [&known, now](const QString &name) {
        const QList<RkeyProvider> &list = known.state.providers;
        return std::any_of(list.cbegin(), list.cend(), [&](const RkeyProvider &entry) {
            return entry.name == name && entry.disabled && now - entry.lastAt < known.serverPause;
        });
    };
    return !known.servers.isEmpty() && std::all_of(known.servers.cbegin(), known.servers.cend(), isPaused);
}

//! Gives the remote server in use if the evidence leaves exactly one, because the others are known to fail.
QString remainingServer(const Inference &known, WallTime now)
{
    QStringList working = known.servers;
    bool anyFailed = false;
    for (const RkeyProvider &entry : known.state.providers) {
        if (entry.disabled || (entry.failures > 0 && now - entry.lastAt < kFailingFor))
            anyFailed = working.removeAll(entry.name) > 0 || anyFailed;
    }
    return anyFailed && working.size() == 1 ? working.first() : QString();
}

void latch(Inference &next, WallTime now)
{
    if (!std::exchange(next.state.nativeLatched, true))
        next.state.latchedAt = now;
    next.troubleRemembered = false; // confirmed now
    next.restartSeen = false;
    RkeyProvider &native = provider(next.state, nativeName());
    native.disabled = true;
    native.lastAt = now;
    if (next.state.source == RkeySource::Native)
        setSource(next.state, RkeySource::Unknown, {}, now);
}

void nativeIsOff(Inference &next, const QString &status, WallTime now)
{
    next.state.nativeOff = true;
    RkeyProvider &native = provider(next.state, nativeName());
    native.disabled = true;
    native.lastStatus = status;
    native.lastAt = now;
    if (next.state.source == RkeySource::Native)
        setSource(next.state, RkeySource::Unknown, {}, now);
}

void forgetTrouble(Inference &next)
{
    next.nativeFailuresInRow = 0;
    next.latchStated = false;
    next.troubleRemembered = false;
    next.state.nativeLatched = false;
    next.state.latchedAt = {};
    next.state.nativeOff = false;
    for (RkeyProvider &entry : next.state.providers) {
        entry.disabled = false;
        entry.failures = 0;
    }
}

void restarted(Inference &next, WallTime now)
{
    forgetTrouble(next);
    next.restartSeen = true;
    next.keys.clear();
    next.state.keySeenAt = {};
    next.state.createdAt = {};
    next.state.ttl = milliseconds(0);
    setSource(next.state, RkeySource::Unknown, {}, now);
}

//! Notes the key that the links carry, and since when. Returns true if a new key, after what is said about it had time
//! to arrive, shows that the native way is not off: while it is off, the gateway says so at each fetch.
bool followKey(Inference &next, const input::LinkSeen &link, WallTime now)
{
    if (link.key.isEmpty() || (!next.keys.contains(link.use) && next.keys.size() >= kMaxUses))
        return false;
    const bool first = !next.keys.contains(link.use);
    Inference::KeyInUse &use = next.keys[link.use];
    if (use.name != link.key) // the first key may be older than our first link
        use = {.name = link.key, .since = now, .before = next.linkAt, .judged = first};
    next.linkAt = now;
    next.state.keySeenAt = use.since;
    const bool own = next.fetched.names.contains(link.key);
    next.state.createdAt = own ? next.fetched.createdAt : WallTime{};
    next.state.ttl = own ? next.fetched.ttl : milliseconds(0);
    if (use.judged || now - use.since < kFactsCatchUp)
        return false;
    use.judged = true;
    // A fact about the previous picture may arrive slightly late.
    const bool factBeside = next.nativeFailedAt > std::max(use.since - kSamePicture, use.before + kLate);
    return !factBeside && (next.latchStated || next.troubleRemembered);
}

struct Stepper {
    Inference &next;
    WallTime now;

    void operator()(const KeyFact &fact) const
    {
        std::visit([this](const auto &one) { learn(one); }, fact);
    }
    void operator()(const input::LinkSeen &link) const
    {
        if (link.verdict == LinkVerdict::Irrelevant)
            return;
        if (followKey(next, link, now) && link.verdict == LinkVerdict::Fresh)
            forgetTrouble(next);
        if (link.verdict == LinkVerdict::Stale) {
            setSource(next.state, RkeySource::StaleFallback, {}, now);
            next.state.proven = true;
            next.restartSeen = false;
            return;
        }
        if (next.state.nativeLatched && noServerIsAsked(next, now))
            forgetTrouble(next); // keys come again only after a restart, which was not reported
        const bool nativeOff = next.state.nativeLatched || next.state.nativeOff;
        if (nativeOff || (next.nativeFailuresInRow > 0 && now - next.nativeFailedAt <= kSamePicture)) {
            setSource(next.state, RkeySource::RemoteServer, remainingServer(next, now), now);
            next.state.proven = true;
        } else {
            freshByNative();
        }
    }
    void operator()(const input::Polled &poll) const
    {
        if (poll.outcome)
            polledKey(*poll.outcome);
        else
            pollFailed(poll.outcome.error());
    }
    void operator()(const input::TroubleRemembered &) const
    {
        next.troubleRemembered = !next.state.proven && !next.restartSeen;
        if (next.troubleRemembered
            && next.state.source == RkeySource::Native) // known only from a poll, before the trouble was remembered
            setSource(next.state, RkeySource::Unknown, {}, now);
    }

private:
    void learn(const keyfact::NativeFailed &failed) const
    {
        providerFailed(next.state, nativeName(), failed.why.isEmpty() ? u"failed"_s : failed.why, now);
        next.nativeFailedAt = now;
        ++next.nativeFailuresInRow;
        if (failed.latchAfter > 0 && next.nativeFailuresInRow >= failed.latchAfter)
            latch(next, now);
    }
    void learn(const keyfact::NativeLatched & /*latched*/) const
    {
        latch(next, now);
        next.nativeFailedAt = now;
        next.latchStated = true;
    }
    void learn(const keyfact::NativeUnavailable & /*unavailable*/) const { nativeIsOff(next, u"unavailable"_s, now); }
    void learn(const keyfact::NativeAvailable & /*available*/) const
    {
        next.state.nativeOff = false;
        if (!next.state.nativeLatched)
            provider(next.state, nativeName()).disabled = false;
    }
    void learn(const keyfact::ServerFailed &failed) const
    {
        next.servers = failed.asked;
        providerFailed(next.state, serverName(failed.server), failed.why.isEmpty() ? u"failed"_s : failed.why, now);
    }
    void learn(const keyfact::ServerDisabled &disabled) const
    {
        next.servers = disabled.asked;
        next.serverPause = disabled.pause;
        RkeyProvider &entry = provider(next.state, serverName(disabled.server));
        entry.disabled = true;
        entry.lastAt = now;
    }
    void learn(const keyfact::FallbackUsed & /*used*/) const
    {
        setSource(next.state, RkeySource::StaleFallback, {}, now);
        next.state.proven = true;
    }
    void learn(const keyfact::GatewayStarted & /*started*/) const { restarted(next, now); }
    void freshByNative() const
    {
        RkeyProvider &native = provider(next.state, nativeName());
        // A failure would have been stated, so this key came the native way.
        if (std::exchange(next.nativeFailuresInRow, 0) > 0)
            native.lastStatus = u"ok"_s;
        // Without any statement about the native way, a fresh link may also come from a remote server.
        const bool told = native.lastStatus == "ok"_L1 && !next.troubleRemembered;
        setSource(next.state, told ? RkeySource::Native : RkeySource::Unknown, {}, now);
        next.state.proven = true;
    }
    void polledKey(const PolledKey &key) const
    {
        RkeyProvider &native = provider(next.state, nativeName());
        native.lastAt = now;
        next.state.askedAt = now;
        next.state.askedTtl = key.ttl;
        next.fetched = key;
        if (key.createdAt + key.ttl < now) {
            native.lastStatus = u"expired"_s;
            ++native.failures;
            next.state.askError = Error{.kind = ErrorKind::Expired, .reason = Reason::None, .detail = u"expired"_s};
            return;
        }
        native.lastStatus = u"ok"_s;
        next.state.askError.reset();
        next.state.nativeOff = false;
        // The latch affects pictures, not this call; and a picture is stronger evidence than a poll.
        if (next.state.nativeLatched)
            return;
        native.disabled = false;
        const bool shown = next.state.proven && next.state.source != RkeySource::Unknown;
        if (shown || next.troubleRemembered)
            return;
        const bool fresh = std::exchange(next.state.proven, false);
        setSource(next.state, RkeySource::Native, {}, now);
        // Proven by a fresh link seen before, or by a restart, after which nothing keeps pictures from the native
        // way.
        next.state.proven = fresh || next.restartSeen;
    }
    void pollFailed(const Error &error) const
    {
        switch (error.kind) {
        case ErrorKind::Rejected:
            if (error.reason == Reason::UnknownAction)
                break; // an older gateway without that call: nothing learnt
            if (error.reason == Reason::PacketBackendOff)
                nativeIsOff(next, u"unavailable"_s, now);
            else
                askFailed(error.code != 0 ? u"retcode %1"_s.arg(error.code) : u"refused"_s);
            break;
        case ErrorKind::Timeout:
            askFailed(u"timeout"_s);
            break;
        case ErrorKind::Protocol:
            askFailed(u"unreadable"_s);
            break;
        default:
            return; // concerns the connection, not keys
        }
        next.state.askedAt = now;
        next.state.askError = error;
    }
    void askFailed(const QString &status) const
    {
        providerFailed(next.state, nativeName(), status, now);
        // A source that was known only from polls no longer holds.
        if (next.state.source == RkeySource::Native && !next.state.proven)
            setSource(next.state, RkeySource::Unknown, {}, now);
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

namespace {

QByteArray keyName(const QString &key)
{
    return key.isEmpty() ? QByteArray()
                         : QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).left(kKeyNameBytes);
}

} // namespace

QByteArray keyName(const QUrl &url)
{
    return keyName(QUrlQuery(url).queryItemValue(u"rkey"_s));
}

PolledKey polledKey(const QList<PictureKey> &keys)
{
    PolledKey best{.createdAt = keys.constFirst().createdAt, .ttl = keys.constFirst().ttl, .names = {}};
    for (const PictureKey &key : keys) {
        best.names.append(keyName(key.key.reveal()));
        if (key.forGroups) {
            best.createdAt = key.createdAt;
            best.ttl = key.ttl;
        }
    }
    return best;
}

Inference step(Inference before, const Input &input, WallTime now)
{
    std::visit(Stepper{before, now}, input);
    return before;
}

} // namespace rookery::rkey
