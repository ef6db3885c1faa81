// SPDX-License-Identifier: GPL-3.0-or-later
#include "rkeywatch.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"
#include "protocol/pictureserver.h"

#include <QUrlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::rkey {

namespace {

constexpr milliseconds kCallDeadline = seconds(15);
constexpr milliseconds kProbeDeadline = seconds(10);
constexpr qint64 kProbeBytes = 64 * 1024;
//! The picture servers' answer for an expired key.
constexpr int kExpiredCode = -5503007;

} // namespace

RkeyWatch::RkeyWatch(const GatewayProfile &profile, KeySource source, io::HttpClient &http, Clock &clock,
                     QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_source(std::move(source))
    , m_http(http)
    , m_clock(clock)
    , m_pollTimer(clock, [this] { poll(); })
{
    m_inference.state.gateway = profile.id;
    m_inference.state.sourceSince = clock.wallNow();
}

RkeyWatch::~RkeyWatch() = default;

void RkeyWatch::setProfile(const GatewayProfile &profile)
{
    const bool elsewhere = profile.address() != m_profile.address();
    m_profile = profile;
    if (!elsewhere)
        return;
    // Another address is another gateway: evidence from the old one does not count.
    const RkeyState before = std::exchange(m_inference, Inference{}).state;
    m_evidenceAt = {};
    m_inference.state.gateway = profile.id;
    m_inference.state.sourceSince = m_clock.wallNow();
    m_inference.state.probing = before.probing;
    m_picture.clear();
    publish(before);
}

void RkeyWatch::setOnline(bool online)
{
    if (std::exchange(m_online, online) == online)
        return;
    m_epoch.advance();
    if (online)
        poll();
    else
        m_pollTimer.stop();
}

void RkeyWatch::observeKeyFact(const KeyFact &fact)
{
    const auto *start = std::get_if<keyfact::GatewayStarted>(&fact);
    if (start && start->at && (*start->at <= m_evidenceAt || *start->at > m_clock.wallNow()))
        return;
    learn(fact);
}

void RkeyWatch::rememberTrouble(WallTime lastSeen)
{
    m_evidenceAt = std::max(m_evidenceAt, lastSeen);
    feed(input::TroubleRemembered{});
}

void RkeyWatch::observeEvent(const Event &event)
{
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (!message)
        return;
    for (const Segment &segment : message->message) {
        const auto *image = std::get_if<ImageSegment>(&segment);
        if (!image || image->url.isEmpty())
            continue;
        const QUrl url(image->url, QUrl::StrictMode);
        const LinkVerdict verdict = judgeLink(url);
        if (verdict == LinkVerdict::Irrelevant)
            continue;
        m_picture = url;
        m_pictureAt = m_clock.wallNow();
        learn(
            input::LinkSeen{.verdict = verdict, .key = keyName(url), .use = QUrlQuery(url).queryItemValue(u"appid"_s)});
    }
}

void RkeyWatch::learn(const Input &input)
{
    const RkeySource before = m_inference.state.source;
    m_evidenceAt = m_clock.wallNow();
    feed(input);
    // The known source no longer applies, and only the gateway knows what replaced it.
    if (before != RkeySource::Unknown && m_inference.state.source == RkeySource::Unknown)
        poll();
}

void RkeyWatch::feed(const Input &input)
{
    const RkeyState before = m_inference.state;
    m_inference = step(std::move(m_inference), input, m_clock.wallNow());
    publish(before);
}

void RkeyWatch::publish(const RkeyState &before)
{
    if (before != m_inference.state)
        Q_EMIT stateChanged(m_inference.state);
}

void RkeyWatch::poll()
{
    if (!m_online)
        return;
    m_pollTimer.start(kPollInterval);
    onResult(this, m_epoch, m_source(kCallDeadline), [this](const Result<QList<PictureKey>> &keys) {
        polled(keys ? Result<PolledKey>(polledKey(*keys)) : Result<PolledKey>(fail(keys.error())));
    });
}

void RkeyWatch::polled(Result<PolledKey> outcome)
{
    const bool again = !outcome && outcome.error().reason != Reason::UnknownAction;
    if (outcome)
        m_evidenceAt = m_clock.wallNow(); // a start before it discards nothing
    feed(input::Polled{std::move(outcome)});
    if (again)
        m_pollTimer.start(kPollAfterRefusal);
}

bool RkeyWatch::isAllowed(const QUrl &url) const
{
    // Links come with messages, so from strangers: allow only QQ's picture hosts and the gateway itself.
    const QString host = url.host();
    if (host.isEmpty() || !url.userInfo().isEmpty())
        return false;
    const bool secure = url.scheme() == "https"_L1;
    if (secure && url.port(443) == 443 && (host == "multimedia.nt.qq.com.cn"_L1 || host == "gchat.qpic.cn"_L1))
        return true;
    return (secure || url.scheme() == "http"_L1) && host == m_profile.address().host();
}

FutureResult<> RkeyWatch::probe()
{
    RkeyState &state = m_inference.state;
    if (state.probing)
        return m_probe;
    const RkeyState before = state;
    const WallTime now = m_clock.wallNow();
    if (m_picture.isEmpty() || now - m_pictureAt > kPictureLife) {
        state.probe = RkeyProbeOutcome::NoPicture;
        state.probeAt = now;
        state.probeError = {};
        publish(before);
        return readyResult<void>({}); // a probe outcome as well
    }
    if (!isAllowed(m_picture))
        return failedResult<void>(
            {.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = m_picture.host()});
    state.probing = true;
    const Promise<void> answer;
    m_probe = answer.future();
    publish(before);
    const io::HttpRequest request{.url = m_picture,
                                  .headers = {{"Range", "bytes=0-4095"}, {"Accept", "*/*"}},
                                  .deadline = kProbeDeadline,
                                  .maxBody = kProbeBytes};
    onResult(this, m_http.send(request), [this, answer](const Result<io::HttpResponse> &response) {
        probed(response);
        answer.resolve({});
    });
    return m_probe;
}

void RkeyWatch::probed(const Result<io::HttpResponse> &response)
{
    const RkeyState before = m_inference.state;
    const ProbeVerdict verdict = judgeProbe(response);
    RkeyState &state = m_inference.state;
    state.probing = false;
    state.probe = verdict.outcome;
    state.probeError = verdict.error;
    state.probeError.detail = logrules::maskSecrets(verdict.error.detail);
    state.probeAt = m_clock.wallNow();
    publish(before);
}

ProbeVerdict judgeProbe(const Result<io::HttpResponse> &response)
{
    if (!response) {
        // More bytes than we accept: pictures are large, refusals are short.
        if (response.error().reason == Reason::FrameTooLarge)
            return {.outcome = RkeyProbeOutcome::Downloads, .error = {}};
        return {.outcome = RkeyProbeOutcome::Unreachable, .error = response.error()};
    }
    if (const auto refusal = protocol::decodePictureRefusal(response->body)) {
        const QString text = logrules::maskedWords(refusal->text);
        if (refusal->code == kExpiredCode)
            return {
                .outcome = RkeyProbeOutcome::ExpiredLink,
                .error = {.kind = ErrorKind::Expired, .reason = Reason::None, .code = refusal->code, .detail = text}};
        return {.outcome = RkeyProbeOutcome::Unreachable,
                .error = {.kind = ErrorKind::Rejected,
                          .reason = Reason::WrongServer,
                          .code = refusal->code != 0 ? refusal->code : response->status,
                          .detail = text}};
    }
    const bool good = response->status == 200 || response->status == 206;
    if (good && !response->body.isEmpty())
        return {.outcome = RkeyProbeOutcome::Downloads, .error = {}};
    return {
        .outcome = RkeyProbeOutcome::Unreachable,
        .error = {.kind = ErrorKind::Rejected, .reason = Reason::WrongServer, .code = response->status, .detail = {}}};
}

} // namespace rookery::rkey

#include "moc_rkeywatch.cpp"
