// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/detection.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <optional>
#include <variant>

namespace rookery::gateway {

//! Lists what may be asked of an unknown address: reads without a token that no gateway counts or mistakes for a login.
enum class FingerprintProbe {
    LoginInfo, //!< GET api/login-info: NapCat's panel, LLBot's panel and OneBot over HTTP refuse it differently
    ImplInfo, //!< POST api/get_impl_info {}: Milky
    Version, //!< GET get_version_info: OneBot over HTTP that needs no token
    Updates, //!< POST ilink/bot/getupdates {}: iLink
    Front, //!< GET /: a page
    Upgrade, //!< a WebSocket at /, then get_version_info on it
};

//! Holds the answer to one question, or why there was none.
struct Response {
    FingerprintProbe probe = FingerprintProbe::LoginInfo;
    Error error; //!< Reason::None with kind Bug: answered
    int status = 0; //!< HTTP status; Upgrade: 101 when it opened, else the status of the refusal
    QByteArray contentType;
    bool challenges = false; //!< WWW-Authenticate: Bearer
    QByteArray body; //!< HTTP only
    QList<QByteArray> frames; //!< Upgrade: the received frames
    int closeCode = 0; //!< Upgrade: the close code, if it had opened
};

//! Recognises one kind by the answers so far; called after each of them, and before the first question. nullopt:
//! nothing proves the kind yet. Pure.
using Recogniser = std::optional<Detection> (*)(const QUrl &address, const QList<Response> &responses);

//! Returns the next question, or the verdict of the first recogniser that has one. Asks each question at most once, so
//! the sequence ends. Pure.
[[nodiscard]] std::variant<FingerprintProbe, Detection> nextStep(const QUrl &address, const QList<Response> &responses,
                                                                 const QList<Recogniser> &recognisers);

//! Limits the characters that are shown of a peer's text.
inline constexpr qsizetype kShownOfAnswer = 160;

// For recognisers. All are pure.
//! Returns the answer to a question; null: not asked yet.
[[nodiscard]] const Response *answerTo(const QList<Response> &responses, FingerprintProbe probe);
//! Returns the newest answer if it is one to this question; null otherwise, and if no answer came.
[[nodiscard]] const Response *newest(const QList<Response> &responses, FingerprintProbe probe);
[[nodiscard]] bool isHtml(const Response &response);
//! Returns true if a WebSocket server answered a request that lacks an upgrade.
[[nodiscard]] bool wantsUpgrade(const Response &response);
//! Parses an answer or a frame as an object; empty if it is none.
[[nodiscard]] QJsonObject objectIn(const QByteArray &bytes);
//! Returns true for the frame that OneBot 11 and Milky put around every answer.
[[nodiscard]] bool isActionReply(const QJsonObject &object);
[[nodiscard]] Detection detected(DetectedAs as, std::optional<GatewayKind> kind, const QString &program, bool certain,
                                 bool asksForToken);

//! Returns a question as method (or "WebSocket") and path, for the request and for the evidence. Pure.
[[nodiscard]] QString probeName(FingerprintProbe probe);
//! Returns the evidence that an answer contributes. Pure.
[[nodiscard]] DetectionProof proofOf(const Response &responses);

} // namespace rookery::gateway
