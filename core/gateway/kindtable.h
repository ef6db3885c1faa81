// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/detection.h"

#include <QByteArray>

#include <variant>

namespace rookery::gateway {

//! What may be asked of an unknown address: reads, without a token, that no gateway counts or takes for a login.
enum class Question {
    LoginInfo, //!< GET api/login-info: how NapCat's panel, LLBot's panel and OneBot over HTTP refuse differs
    ImplInfo, //!< POST api/get_impl_info {}: Milky
    Version, //!< GET get_version_info: OneBot over HTTP that needs no token
    Updates, //!< POST ilink/bot/getupdates {}: iLink
    Front, //!< GET /: a page
    Upgrade, //!< a WebSocket at /, on which get_version_info is asked
};

//! An answer, or why there was none.
struct Heard {
    Question question = Question::LoginInfo;
    Error error; //!< Reason::None with kind Bug: answered
    int status = 0; //!< of HTTP; Upgrade: 101 when it opened, else what it was refused with
    QByteArray contentType;
    bool challenges = false; //!< WWW-Authenticate: Bearer
    QByteArray body; //!< of HTTP
    QList<QByteArray> frames; //!< Upgrade: what came
    int closeCode = 0; //!< Upgrade: it was opened and closed by the other side
};

//! Pure: what to ask next, or what it is. Asks each question at most once, so it ends.
[[nodiscard]] std::variant<Question, Detection> nextStep(const QUrl &address, const QList<Heard> &heard);

//! Pure: how a question is named in the evidence.
[[nodiscard]] QString questionName(Question question);
//! Pure: the evidence of an answer.
[[nodiscard]] DetectionProof proofOf(const Heard &heard);

} // namespace rookery::gateway
