// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"

#include <QHash>

#include <functional>

namespace rookery::sim::ilink {

//! Names the service's codes for a stale token and for a chat where the user has to write first
//! (docs/protocol/ilink.md).
inline constexpr int kTokenStale = -14;
inline constexpr int kMustWriteFirst = -2;
inline constexpr int kRefused = -1; //!< our own number for refusals whose real form is not known
inline constexpr milliseconds kHold = seconds(35); //!< how long a call is held

//! Holds one call and the way to answer it: once, at once or later.
struct Call {
    QJsonObject body = {};
    QString key = {}; //!< get_qrcode_status: key of the code
    QString verifyCode = {};
    bool atSecondHost = false;
    std::function<void(const QJsonObject &)> answer = {};
    std::function<bool()> isAlive = {}; //!< the client is still connected
};

//! Holds a file at the content servers.
struct StoredFile {
    QByteArray cipher;
    QByteArray key;
    QByteArray plain;
};

//! Holds what the parts of one simulated service share. Outlives them all.
struct State {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
    QString base{}; //!< scheme://host:port of the first host
    QString secondHost{}; //!< host:port
    QString token{}; //!< of the one binding; empty: none
    QStringList givenTokens{};
    QStringList givenContexts{};
    qint64 bytesIn = 0;
    qint64 nextMessageId = 7'449'999'999'999'990'001; // beyond what a double holds
    QJsonArray requests{}; //!< the newest calls, for checks by tests: {api, headers, body}, long texts cut

    [[nodiscard]] QString botId() const { return options.account + QStringLiteral("@im.bot"); }
};

//! Returns the id in the form of WeChat's user ids.
[[nodiscard]] inline QString userId(const QString &text)
{
    return text.contains(u'@') ? text : text + QStringLiteral("@im.wechat");
}

[[nodiscard]] inline QJsonObject refusal(int code, const QString &text)
{
    return {{QStringLiteral("ret"), code}, {QStringLiteral("errcode"), code}, {QStringLiteral("errmsg"), text}};
}

} // namespace rookery::sim::ilink
