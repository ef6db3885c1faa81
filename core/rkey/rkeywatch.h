// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rkeyinference.h"

#include "model/action.h"
#include "model/event.h"
#include "model/gateway.h"
#include "model/logline.h"

#include "base/async.h"
#include "base/clock.h"
#include "io/httpclient.h"

#include <QObject>

#include <functional>

namespace rookery::rkey {

//! Follows where one gateway's picture links get their keys from: live log lines, links of received pictures, and a
//! read-only question whenever the account comes online, after that every ten minutes. Lives on the engine thread; no
//! timer while offline.
class RkeyWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RkeyWatch)

public:
    //! How actions reach the gateway.
    using Caller = std::function<FutureResult<Reply>(const Action &, milliseconds)>;

    static constexpr seconds kPollInterval{600};
    //! After a refusal it is asked again sooner.
    static constexpr seconds kPollAfterRefusal{60};
    //! A link older than this says nothing about now.
    static constexpr seconds kPictureLife{3600};

    //! `http` is used for probes only and must outlive the watch.
    RkeyWatch(const GatewayProfile &profile, Caller caller, io::HttpClient &http, Clock &clock,
              QObject *parent = nullptr);
    ~RkeyWatch() override;

    [[nodiscard]] const RkeyState &state() const { return m_inference.state; }

    //! Events and actions flow, or no more.
    void setOnline(bool online);
    //! A new address forgets what was learnt at the old one.
    void setProfile(const GatewayProfile &profile);
    //! Repeated lines tell nothing about now; one of a start after all that is believed ends that belief.
    void noteLogLine(const LogLine &line);
    //! An incident of an earlier run is still open: keys were in trouble at `lastSeen`.
    void rememberTrouble(WallTime lastSeen);
    void noteEvent(const Event &event);
    //! Downloads the beginning of the newest picture that was seen. The outcome is in the state; the future
    //! fails only when no probe could be made: Rejected/NotFound without a picture, Rejected/BadInput when
    //! its host is none that pictures come from. Callers at the same time share one probe.
    [[nodiscard]] FutureResult<> probe();

Q_SIGNALS:
    void stateChanged(const rookery::RkeyState &state);

private:
    void feed(const Input &input);
    void learn(const Input &input);
    void publish(const RkeyState &before);
    void poll();
    void askForKeys(quint64 epoch);
    void polled(quint64 epoch, Result<PolledKey> outcome);
    [[nodiscard]] bool isAllowed(const QUrl &url) const;
    void probed(const Result<io::HttpResponse> &response);

    GatewayProfile m_profile;
    Caller m_caller;
    io::HttpClient &m_http;
    Clock &m_clock;
    Inference m_inference;
    QUrl m_picture; // carries a key: never logged
    WallTime m_pictureAt{};
    WallTime m_evidenceAt{}; // of the newest that is believed
    FutureResult<> m_probe;
    bool m_online = false;
    quint64 m_epoch = 0; // of the online time that a poll belongs to
    Timer m_pollTimer; // last: its callback uses everything above
};

//! What the answer to a probe means; pure.
struct ProbeVerdict {
    RkeyProbeOutcome outcome = RkeyProbeOutcome::NotRun;
    Error error; //!< Reason::None: none
    bool operator==(const ProbeVerdict &) const = default;
};
[[nodiscard]] ProbeVerdict judgeProbe(const Result<io::HttpResponse> &response);

} // namespace rookery::rkey
