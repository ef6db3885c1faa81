// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

#include <QDateTime>

#include <array>

namespace rookery::sample {

using namespace Qt::Literals::StringLiterals;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Error error(ErrorKind kind, ErrorReason reason, const QString &detail = {}, int code = 0)
{
    return Error{.kind = kind, .reason = reason, .code = code, .detail = detail};
}

QStringList names()
{
    return u"小雪|阿狸|夜航船|云朵机器人|樱桃丸子|北极星|小助手|墨染|青柠汽水|早安世界|棉花糖|白日梦|月球邮局|"
           u"橘子味的风|星尘|鲸落|小满|麦田守望|雨后初晴|纸飞机|南风知我意|灯塔水母|半糖去冰|浮生|梧桐|远山|"
           u"拾光|群管家-二号机|雪豹|一个名字很长很长的机器人账号用来测试省略"_s.split(u'|');
}

void workUpTo(AccountSnapshot &account, int checks, WallTime since)
{
    for (int i = 0; i < checks; ++i)
        account.readiness[size_t(i)] = ReadinessEvidence{.state = ReadinessState::Working, .since = since, .why = {}};
}

void breakAt(AccountSnapshot &account, ReadinessCheck check, const Error &why, WallTime since)
{
    account.readiness[size_t(check)] = ReadinessEvidence{.state = ReadinessState::Broken, .since = since, .why = why};
}

ConnectionInfo connection(const QString &label, bool up, WallTime since)
{
    ConnectionInfo info;
    info.label = label;
    info.up = up;
    info.since = since;
    info.latency = up ? milliseconds(18 + int(label.size()) * 3) : milliseconds(-1);
    return info;
}

//! Online, healthy, busy: the ground every other state is made from.
AccountSnapshot onlineAccount(int index, const QString &name, WallTime now)
{
    AccountSnapshot account;
    account.profile.id = GatewayId(u"napcat-%1"_s.arg(index + 1, 2, 10, QLatin1Char('0')));
    account.profile.name = u"NapCat %1"_s.arg(index + 1, 2, 10, QLatin1Char('0'));
    account.profile.webUi = QUrl(u"http://192.168.1.%1:6099"_s.arg(20 + index));
    account.capabilities = Capabilities{.qrLogin = true,
                                        .qrLifeStated = false,
                                        .quickLogin = true,
                                        .ownMessageEcho = true,
                                        .logStream = true,
                                        .rkey = true,
                                        .stagedUpload = true,
                                        .remoteRestart = true};
    account.version =
        GatewayVersion{.app = u"NapCat.Onebot"_s, .version = u"4.18.19"_s, .qqVersion = u"3.2.19-39038"_s};
    account.account = AccountId(QString::number(1030015521LL + index * 7919LL));
    account.nickname = name;
    account.session.phase = SessionPhase::Online;
    account.session.since = now - hours(7 + index * 3);
    workUpTo(account, index % 4 == 3 ? 5 : 6, account.session.since);
    account.connections = {connection(u"webui"_s, true, account.session.since),
                           connection(u"events"_s, true, account.session.since),
                           connection(u"logs"_s, true, account.session.since)};
    account.connections[1].reconnects = index % 3;
    account.connections[1].closeCode = index % 3 != 0 ? 1006 : 0;
    account.activity.lastEventAt = now - seconds(1 + index * 4);
    account.activity.lastHeartbeatAt = now - seconds(3 + index);
    account.activity.eventCount = 5200 + quint64(index) * 377;
    account.activity.sends = SendCounters{.verified = 180 + index * 13,
                                          .accepted = 0,
                                          .unknown = index % 9 == 4 ? 2 : 0,
                                          .failed = index % 7 == 3 ? 1 : 0};
    account.groups = 20 + index * 3;
    account.friends = 60 + index * 11;
    return account;
}

void down(AccountSnapshot &account, SessionPhase phase, WallTime since)
{
    account.session.phase = phase;
    account.session.since = since;
    account.readiness = {};
    for (ConnectionInfo &info : account.connections) {
        info.up = false;
        info.since = since;
        info.latency = milliseconds(-1);
        info.closeCode = 1006;
        info.closedByPeer = true;
    }
}

void needsLogin(AccountSnapshot &account, LoginReason reason, WallTime since, int generation)
{
    down(account, SessionPhase::LoginRequired, since);
    account.session.login = reason;
    workUpTo(account, 2, since);
    const ErrorReason why = reason == LoginReason::Kicked ? Reason::Kicked
        : reason == LoginReason::OfflineByQq              ? Reason::OfflineByQq
        : reason == LoginReason::Captcha                  ? Reason::CaptchaNeeded
                                                          : Reason::NotLoggedIn;
    breakAt(account, ReadinessCheck::LoggedIn, error(ErrorKind::Rejected, why), since);
    account.connections[0].up = true;
    account.connections[0].latency = milliseconds(21);
    account.connections[0].closeCode = 0;
    if (reason == LoginReason::Fresh || reason == LoginReason::Expired) {
        account.login.qr =
            QrCode{.text = Redacted<QString>(u"https://txz.qq.com/p?k=sample%1Kx7Qd&f=1600001615"_s.arg(generation)),
                   .generation = generation,
                   .shownSince = since,
                   .expiresAt = std::nullopt,
                   .expired = reason == LoginReason::Expired,
                   .refreshUnchanged = false};
    }
}

void editOne(AccountSnapshot &account, int index, WallTime now)
{
    switch (index) {
    case 3:
        needsLogin(account, LoginReason::Fresh, now - seconds(47), 2);
        account.login.quick = {{AccountId(u"10001"_s), u"TestBot"_s}, {AccountId(u"1030039278"_s), u"云朵机器人"_s}};
        break;
    case 7:
        needsLogin(account, LoginReason::Expired, now - minutes(3), 5);
        account.login.gatewayText = u"二维码已过期,请刷新"_s;
        account.login.qr->refreshUnchanged = true;
        break;
    case 9:
        needsLogin(account, LoginReason::Kicked, now - minutes(12), 0);
        account.login.gatewayText = u"[下线通知] 你的账号在另一台设备登录，你已被迫下线。"_s;
        break;
    case 12:
        needsLogin(account, LoginReason::OfflineByQq, now - minutes(31), 0);
        break;
    case 14:
        needsLogin(account, LoginReason::Captcha, now - minutes(2), 0);
        break;
    case 16:
        down(account, SessionPhase::NeedsTotp, now - seconds(20));
        workUpTo(account, 1, now - seconds(20));
        breakAt(account, ReadinessCheck::Authenticated, error(ErrorKind::Auth, Reason::TotpNeeded), now - seconds(20));
        break;
    case 18:
        down(account, SessionPhase::Connecting, now - seconds(2));
        break;
    case 19:
        down(account, SessionPhase::Authenticating, now - seconds(1));
        workUpTo(account, 1, now - seconds(1));
        break;
    case 21:
        down(account, SessionPhase::Backoff, now - minutes(4));
        account.session.why = error(ErrorKind::Offline, Reason::ConnectionRefused);
        account.session.attempt = 6;
        account.session.retryAt = now + seconds(42);
        breakAt(account, ReadinessCheck::Reachable, account.session.why, now - minutes(4));
        break;
    case 23:
        down(account, SessionPhase::Rejected, now - hours(2));
        account.session.why = error(ErrorKind::Auth, Reason::TokenWrong, u"token is invalid"_s);
        workUpTo(account, 1, now - hours(2));
        breakAt(account, ReadinessCheck::Authenticated, account.session.why, now - hours(2));
        account.activity.sends = {};
        break;
    case 25:
        down(account, SessionPhase::Stopped, now - hours(26));
        account.profile.enabled = false;
        break;
    case 27:
        breakAt(account, ReadinessCheck::SendingProven, error(ErrorKind::Timeout, Reason::NoProof), now - minutes(9));
        account.activity.sends.unknown = 3;
        break;
    default:
        break;
    }
}

} // namespace

QList<AccountSnapshot> accounts(WallTime now)
{
    QList<AccountSnapshot> list;
    const QStringList all = names();
    for (int i = 0; i < all.size(); ++i) {
        AccountSnapshot account = onlineAccount(i, all[i], now);
        editOne(account, i, now);
        list.append(account);
    }
    list[4].profile.name = u"旧机房"_s;
    list[4].profile.webUi = QUrl(u"https://bots.example.net:6099"_s);
    list[4].profile.pinnedSha256 =
        QByteArray::fromHex("8c1f5e0b77d2a94e63b0d5f1c2a7e8964f3d20b1a6c5978e0f4b3d2a1908c7e6");
    list[4].profile.pinnedUntil = now + hours(24 * 200);
    list[5].sameAccountElsewhere = true;
    AccountSnapshot &refused = list[22];
    down(refused, SessionPhase::Backoff, now - minutes(6));
    refused.session.why =
        error(ErrorKind::Tls, Reason::TlsUntrusted, u"The certificate is self-signed, and untrusted"_s);
    refused.session.retryAt = now + seconds(25);
    refused.profile.webUi = QUrl(u"https://10.8.0.6:6099"_s);
    refused.refusedCertificate = CertificateInfo{
        .sha256 = QByteArray::fromHex("3f9a0c51d2e47b8896a1c0ffee5d21b7c4a83e0977aa5b16cd0e4f2d8b93a671"),
        .subject = u"CN=napcat.local"_s,
        .issuer = u"CN=napcat.local"_s,
        .notAfter = now + hours(24 * 300)};
    breakAt(refused, ReadinessCheck::Reachable, refused.session.why, now - minutes(6));
    return list;
}

namespace {

//! QQ itself gives no keys any more; the second public server does, or none at all.
void loseNativeKeys(RkeyState &state, bool serverHelps, WallTime now)
{
    const QString first = u"http://ss.xingzhige.com/music_card/rkey"_s;
    const QString second = u"https://secret-service.bietiaop.com/rkeys"_s;
    state.sourceSince = now - minutes(14);
    state.nativeLatched = true;
    RkeyProvider server{
        .name = second, .failures = 0, .disabled = false, .lastStatus = u"ok"_s, .lastAt = now - minutes(13)};
    if (serverHelps) {
        state.source = RkeySource::RemoteServer;
        state.server = second;
    } else {
        state.source = RkeySource::StaleFallback;
        state.probe = RkeyProbeOutcome::ExpiredLink;
        state.createdAt = WallTime{};
        state.ttl = milliseconds(0);
        server.failures = 4;
        server.disabled = true;
        server.lastStatus = u"504"_s;
    }
    state.providers = {
        RkeyProvider{.name = u"native"_s,
                     .failures = 8,
                     .disabled = true,
                     .lastStatus = u"timeout 10000 ms"_s,
                     .lastAt = now - minutes(15)},
        RkeyProvider{
            .name = first, .failures = 4, .disabled = true, .lastStatus = u"504"_s, .lastAt = now - minutes(14)},
        server};
}

} // namespace

QList<RkeyState> rkeys(const QList<AccountSnapshot> &accounts, WallTime now)
{
    QList<RkeyState> list;
    for (qsizetype i = 0; i < accounts.size(); ++i) {
        if (accounts[i].session.phase != SessionPhase::Online)
            continue;
        RkeyState state;
        state.gateway = accounts[i].profile.id;
        state.source = RkeySource::Native;
        state.sourceSince = now - hours(5);
        state.proven = true;
        state.keySeenAt = now - minutes(4 + i);
        state.createdAt = now - minutes(4 + i);
        state.askedAt = now - minutes(3);
        state.askedTtl = minutes(60);
        state.ttl = minutes(60);
        state.probe = RkeyProbeOutcome::Downloads;
        state.probeAt = now - minutes(2);
        state.providers = {RkeyProvider{
            .name = u"native"_s, .failures = 0, .disabled = false, .lastStatus = u"ok"_s, .lastAt = now - minutes(4)}};
        if (i == 1 || i == 2 || i == 6)
            loseNativeKeys(state, i == 6, now);
        list.append(state);
    }
    return list;
}

QList<Incident> incidents(WallTime now)
{
    const auto ids = [](std::initializer_list<int> numbers) {
        QList<GatewayId> list;
        for (const int number : numbers)
            list.append(GatewayId(u"napcat-%1"_s.arg(number, 2, 10, QLatin1Char('0'))));
        return list;
    };
    QList<Incident> list;
    const auto add = [&](IncidentKind kind, Severity severity, const QString &cause, const QList<GatewayId> &gateways,
                         milliseconds age, int count, const QString &text, const Error &what = {}) {
        Incident incident;
        incident.id = IncidentId(list.size() + 1);
        incident.kind = kind;
        incident.severity = severity;
        incident.cause = cause;
        incident.gateways = gateways;
        incident.startedAt = now - age;
        incident.count = count;
        for (const GatewayId &gateway : gateways)
            incident.evidence.append(IncidentEvidence{.gateway = gateway, .at = now - age, .what = what, .text = text});
        list.append(incident);
    };
    add(IncidentKind::LoginNeeded, Severity::NeedsHand, u"napcat-04"_s, ids({4}), seconds(47), 1, {},
        error(ErrorKind::Rejected, Reason::NotLoggedIn));
    add(IncidentKind::RkeyFallback, Severity::Degraded, u"http://ss.xingzhige.com"_s, ids({2, 3, 7}), minutes(14), 38,
        u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s);
    add(IncidentKind::AccountKicked, Severity::Failed, u"napcat-10"_s, ids({10}), minutes(12), 1,
        u"[KickedOffLine] [下线通知] 你的账号在另一台设备登录，你已被迫下线。"_s,
        error(ErrorKind::Rejected, Reason::Kicked));
    add(IncidentKind::BroadcastUnknown, Severity::NeedsHand, u"2"_s, ids({28}), minutes(9), 3, {},
        error(ErrorKind::Timeout, Reason::NoProof));
    add(IncidentKind::TokenRefused, Severity::Failed, u"napcat-24"_s, ids({24}), hours(2), 1, u"token is invalid"_s,
        error(ErrorKind::Auth, Reason::TokenWrong));
    add(IncidentKind::GatewayRestarted, Severity::Info, u"napcat-08"_s, ids({8}), hours(5), 1, {},
        error(ErrorKind::Network, Reason::GatewayRestarting));
    list.last().endedAt = now - hours(5) + seconds(14);
    return list;
}

QList<LogLine> logLines(WallTime now)
{
    struct Kind {
        LogLevel level;
        LogCategory category;
        QString rule;
        QString text;
    };
    const QList<Kind> kinds{
        {LogLevel::Info, LogCategory::None, {}, u"TestBot | 接收 <- 群聊 [测试群(30001)] [小明(20001)] [图片]"_s},
        {LogLevel::Info,
         LogCategory::None,
         {},
         u"TestBot | 发送 -> 群聊 [公告群(30007)] [TestBot(10001)] 今晚八点维护"_s},
        {LogLevel::Error, LogCategory::Rkey, u"napcat.rkey.server"_s,
         u"TestBot | [Rkey] 异常服务 http://ss.xingzhige.com/music_card/rkey 异常 /  Error: Unexpected status code: 504"_s},
        {LogLevel::Error, LogCategory::Fallback, u"napcat.rkey.fallback"_s,
         u"TestBot | [Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s},
        {LogLevel::Warn, LogCategory::Login, u"napcat.login.scan"_s, u"请扫描下面的二维码，然后在手Q上授权登录："_s},
        {LogLevel::Error, LogCategory::KickOffline, u"napcat.kick"_s,
         u"TestBot | [KickedOffLine] [下线通知] 你的账号在另一台设备登录，你已被迫下线。"_s},
        {LogLevel::Error, LogCategory::RichMedia, u"napcat.richmedia"_s,
         u"TestBot | 发生错误 Error: EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg\n    \"errMsg\": \"rich media transfer failed\""_s},
        {LogLevel::Error, LogCategory::Timeout, u"napcat.timeout"_s,
         u"TestBot | 发生错误 Error: Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg"_s},
        {LogLevel::Debug, LogCategory::None, {}, u"TestBot | 获取remote.rkey失败 Error: 获取rkey失败: 504"_s},
    };
    QList<LogLine> lines;
    for (int i = 0; i < 240; ++i) {
        const Kind &kind = kinds[i % 17 < kinds.size() ? i % 17 : i % 2];
        LogLine line;
        line.seq = i + 1;
        line.gateway = GatewayId(u"napcat-%1"_s.arg(i % 5 + 1, 2, 10, QLatin1Char('0')));
        line.time = now - seconds((240 - i) * 3);
        line.level = kind.level;
        line.category = kind.category;
        line.ruleId = kind.rule;
        line.text = kind.text;
        lines.append(line);
    }
    return lines;
}

QList<Delivery> deliveries(WallTime now)
{
    static const std::array kStates{DeliveryState::Verified, DeliveryState::Verified, DeliveryState::Verified,
                                    DeliveryState::Unknown,  DeliveryState::Verified, DeliveryState::Failed,
                                    DeliveryState::Queued,   DeliveryState::Waiting,  DeliveryState::Sending,
                                    DeliveryState::Accepted, DeliveryState::Cancelled};
    QList<Delivery> list;
    for (int i = 0; i < 44; ++i) {
        Delivery delivery;
        delivery.id = DeliveryId(i + 1);
        delivery.broadcast = BroadcastId(2);
        delivery.gateway = GatewayId(i % 3 == 2 ? u"napcat-28"_s : u"napcat-01"_s);
        delivery.account = AccountId(i % 3 == 2 ? u"1030229334"_s : u"1030015521"_s);
        delivery.target =
            Target{.kind = i % 8 == 5 ? ChatKind::Friend : ChatKind::Group, .id = QString::number(30001 + i)};
        delivery.targetName = u"公告群 %1"_s.arg(i + 1);
        delivery.state = kStates[size_t(i) % kStates.size()];
        delivery.attempts = delivery.state == DeliveryState::Queued ? 0 : 1;
        delivery.updatedAt = now - seconds(300 - i * 5);
        switch (delivery.state) {
        case DeliveryState::Verified:
            delivery.verifiedBy = VerifiedBy::Echo;
            delivery.messageId = MessageId(QString::number(1978755002 + i));
            delivery.finishedAt = delivery.updatedAt;
            delivery.claimedAt = delivery.updatedAt - milliseconds(900);
            delivery.evidence = u"echo-id=%1\necho-at=%2\n"_s.arg(1978755002 + i).arg(toMSecs(delivery.updatedAt));
            break;
        case DeliveryState::Unknown:
            delivery.claimedAt = delivery.updatedAt - seconds(93);
            delivery.why = error(ErrorKind::Timeout, Reason::NoProof);
            delivery.evidence = u"gateway-said=Timeout: NTEvent NodeIKernelMsgService/sendMsg\nhint-id=%1\nhint-at=%2\n"
                                "no-proof-at=%2\n"_s.arg(1978755002 + i)
                                    .arg(toMSecs(delivery.updatedAt));
            break;
        case DeliveryState::Failed:
            delivery.claimedAt = delivery.updatedAt - seconds(1);
            delivery.why = error(ErrorKind::Rejected, Reason::Muted, u"EventChecker Failed: {\"result\": 120}"_s, 120);
            delivery.finishedAt = delivery.updatedAt;
            break;
        case DeliveryState::Waiting:
            delivery.why = error(ErrorKind::RateLimited, Reason::RichMediaFailed);
            delivery.due = now + seconds(18);
            break;
        case DeliveryState::Accepted:
            delivery.verifyBy = now + seconds(9);
            break;
        case DeliveryState::Cancelled:
            delivery.finishedAt = delivery.updatedAt;
            break;
        default:
            break;
        }
        list.append(delivery);
    }
    return list;
}

static BroadcastCounts countsOf(const QList<Delivery> &deliveries)
{
    BroadcastCounts counts;
    for (const Delivery &delivery : deliveries) {
        ++counts.total;
        switch (delivery.state) {
        case DeliveryState::Queued:
        case DeliveryState::Waiting:
            ++counts.queued;
            break;
        case DeliveryState::Sending:
            ++counts.sending;
            break;
        case DeliveryState::Accepted:
            ++counts.accepted;
            break;
        case DeliveryState::Unknown:
            ++counts.unknown;
            break;
        case DeliveryState::Verified:
            ++counts.verified;
            break;
        case DeliveryState::Failed:
            ++counts.failed;
            break;
        case DeliveryState::Cancelled:
            ++counts.cancelled;
            break;
        }
    }
    return counts;
}

QList<BroadcastSummary> broadcasts(WallTime now)
{
    BroadcastSummary running;
    running.id = BroadcastId(2);
    running.excerpt = u"今晚八点服务器维护，预计两小时，请大家提前下线。"_s;
    running.pictures = 1;
    running.createdAt = now - minutes(6);
    running.sentPerMinute = 18.4;
    running.estimatedEnd = now + minutes(3);
    running.counts = countsOf(deliveries(now));
    BroadcastSummary settled;
    settled.id = BroadcastId(1);
    settled.state = BroadcastState::Settled;
    settled.title = u"周末活动（第 3 期）"_s;
    settled.excerpt = u"周末活动报名开始"_s;
    settled.counts.total = 20;
    settled.counts.verified = 20;
    settled.createdAt = now - hours(27);
    settled.settledAt = now - hours(27) + minutes(1);
    BroadcastSummary interrupted = settled;
    interrupted.id = BroadcastId(3);
    interrupted.state = BroadcastState::Paused;
    interrupted.interrupted = true;
    interrupted.title.clear();
    interrupted.excerpt = u"新版本发布说明"_s;
    interrupted.counts = BroadcastCounts{.total = 60,
                                         .queued = 37,
                                         .sending = 0,
                                         .accepted = 0,
                                         .acceptedFinal = 0,
                                         .verified = 21,
                                         .unknown = 2,
                                         .failed = 0,
                                         .cancelled = 0};
    interrupted.createdAt = now - minutes(2);
    interrupted.settledAt = {};
    BroadcastSummary waiting;
    waiting.id = BroadcastId(4);
    waiting.excerpt = u"会员群通知：明天中午领取新版客户端"_s;
    waiting.counts.total = 12;
    waiting.counts.queued = 6;
    waiting.counts.verified = 6;
    waiting.createdAt = now - minutes(14);
    waiting.waits = {
        {GatewayId(u"napcat-10"_s), AccountId(u"1030086792"_s), error(ErrorKind::Rejected, Reason::Kicked), 6}};
    BroadcastSummary mixed = settled;
    mixed.id = BroadcastId(5);
    mixed.title.clear();
    mixed.excerpt = u"活动海报"_s;
    mixed.pictures = 2;
    mixed.counts.total = 18;
    mixed.counts.verified = 12;
    mixed.counts.failed = 3;
    mixed.counts.unknown = 1;
    mixed.counts.acceptedFinal = 2;
    mixed.createdAt = now - hours(3);
    return {interrupted, running, waiting, mixed, settled};
}

QList<Contact> contacts()
{
    QList<Contact> list;
    for (int i = 0; i < 20; ++i)
        list.append(Contact{.target = {.kind = ChatKind::Group, .id = QString::number(30001 + i)},
                            .name = u"公告群 %1"_s.arg(i + 1),
                            .memberCount = 120 + i * 31,
                            .allMuted = i == 6});
    list.append(Contact{.target = {.kind = ChatKind::Friend, .id = u"20001"_s}, .name = u"小明"_s});
    list.append(Contact{.target = {.kind = ChatKind::Friend, .id = u"20002"_s}, .name = u"小红"_s});
    return list;
}

GatewayTestReport testReport()
{
    GatewayTestReport report;
    const auto add = [&report](TestStep step, const QString &found) {
        report.steps.append(TestStepResult{.step = step, .state = StepState::Passed, .why = {}, .found = found});
    };
    add(TestStep::Connect, u"18 ms"_s);
    add(TestStep::Kind, u"NapCat"_s);
    add(TestStep::Token, {});
    add(TestStep::Version, u"4.18.19"_s);
    add(TestStep::Login, u"10001"_s);
    add(TestStep::Actions, {});
    report.version = GatewayVersion{.app = u"NapCat.Onebot"_s, .version = u"4.18.19"_s, .qqVersion = u"3.2.19-39038"_s};
    report.account = AccountId(u"10001"_s);
    report.nickname = u"TestBot"_s;
    return report;
}

} // namespace rookery::sample
