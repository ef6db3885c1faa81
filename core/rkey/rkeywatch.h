// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rkeyinference.h"

#include "model/event.h"
#include "model/gateway.h"

#include "base/clock.h"
#include "base/epoch.h"
#include "io/httpclient.h"

#include <QObject>

#include <functional>

namespace rookery::rkey {

//! Follows where one gateway's picture links get their keys from: what the gateway says, links of received pictures,
//! and a read-only poll when the account comes online and every ten minutes after that. Lives on the engine thread; no
//! timer while offline.
class RkeyWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RkeyWatch)

public:
    //! Asks the gateway for its picture keys.
    using KeySource = std::function<FutureResult<QList<PictureKey>>(milliseconds deadline)>;

    static constexpr seconds kPollInterval{600};
    //! Shorter poll interval after a refusal.
    static constexpr seconds kPollAfterRefusal{60};
    //! A link older than this says nothing about the present.
    static constexpr seconds kPictureLife{3600};

    //! Creates the watch. `http` is used for probes only and must outlive it.
    RkeyWatch(const GatewayProfile &profile, KeySource source, io::HttpClient &http, Clock &clock,
              QObject *parent = nullptr);
    ~RkeyWatch() override;

    [[nodiscard]] const RkeyState &state() const { return m_inference.state; }

    //! Starts polling when events and actions flow, and stops when they no longer do.
    void setOnline(bool online);
    //! Takes a changed profile; a new address discards what was learnt at the old one.
    void setProfile(const GatewayProfile &profile);
    //! Notes what the gateway says about its keys. A start in the past discards all evidence if it is newer; else it
    //! says nothing.
    void observeKeyFact(const KeyFact &fact);
    //! Notes that an incident of an earlier run is still open: keys failed at `lastSeen`.
    void rememberTrouble(WallTime lastSeen);
    void observeEvent(const Event &event);
    //! Downloads the beginning of the newest picture seen. The outcome is in the state, also when there is no recent
    //! picture. The future fails only with Rejected/BadInput: the picture's host is not a known one. Concurrent callers
    //! share one probe.
    [[nodiscard]] FutureResult<> probe();

Q_SIGNALS:
    void stateChanged(const rookery::RkeyState &state);

private:
    void feed(const Input &input);
    void learn(const Input &input);
    void publish(const RkeyState &before);
    void poll();
    void polled(Result<PolledKey> outcome);
    [[nodiscard]] bool isAllowed(const QUrl &url) const;
    void probed(const Result<io::HttpResponse> &response);

    GatewayProfile m_profile;
    KeySource m_source;
    io::HttpClient &m_http;
    Clock &m_clock;
    Inference m_inference;
    QUrl m_picture; // carries a key: never logged
    WallTime m_pictureAt{};
    WallTime m_evidenceAt{}; // of the newest evidence that counts
    FutureResult<> m_probe;
    bool m_online = false;
    Epoch m_epoch; // of the online period that a poll belongs to
    Timer m_pollTimer; // last: its callback uses everything above
};

//! Holds the meaning of the answer to a probe.
struct ProbeVerdict {
    RkeyProbeOutcome outcome = RkeyProbeOutcome::NotRun;
    Error error; //!< Reason::None: none
    bool operator==(const ProbeVerdict &) const = default;
};
[[nodiscard]] ProbeVerdict judgeProbe(const Result<io::HttpResponse> &response);

} // namespace rookery::rkey
