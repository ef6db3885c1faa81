// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"

#include "base/result.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace rookery::io {

//! True for the "errors" that are an HTTP answer with a status of 400 and more.
[[nodiscard]] bool isHttpAnswer(const QNetworkReply &reply);

//! What a failed reply means. `mayHaveLeft`: bytes of the request may have reached the peer, so that
//! kind Offline is out of the question.
[[nodiscard]] Error replyError(const QNetworkReply &reply, bool mayHaveLeft, const NetworkSettings &settings);

//! Makes the manager ask `proxyFor` for every request.
void useProxies(QNetworkAccessManager &manager, const NetworkSettings &settings);

} // namespace rookery::io
