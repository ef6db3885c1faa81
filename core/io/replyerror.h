// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"

#include "base/result.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace rookery::io {

//! Returns true for the "errors" that are an HTTP answer with a status of 400 or higher.
[[nodiscard]] bool isHttpAnswer(const QNetworkReply &reply);

//! Converts a failed reply to an Error. `mayHaveLeft`: bytes of the request may have reached the peer, which rules out
//! kind Offline.
[[nodiscard]] Error replyError(const QNetworkReply &reply, bool mayHaveLeft, const NetworkSettings &settings);

//! Returns whether plain http goes through an HTTP proxy, which then reads and forwards the request itself.
[[nodiscard]] bool isForwarded(const QUrl &url, const NetworkSettings &settings);

//! Makes the manager call `proxyFor` for every request.
void useProxies(QNetworkAccessManager &manager, const NetworkSettings &settings);

} // namespace rookery::io
