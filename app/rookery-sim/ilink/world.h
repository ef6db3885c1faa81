// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"

#include <QHash>

#include <functional>

namespace rookery::sim::ilink {

//! What this service calls stale (docs/protocol/ilink.md).
inline constexpr int kTokenStale = -14;
inline constexpr int kMustWriteFirst = -2;
inline constexpr int kRefused = -1; //!< our own number for what the real one refuses in ways that are not known
inline constexpr milliseconds kHold = seconds(35); //!< how long a question is held

//! One call: what was asked, and how it is answered; may be answered later, once.
struct Call {
    QJsonObject body = {};
    QString key = {}; //!< get_qrcode_status: the code's
    QString verifyCode = {};
    bool atSecondHost = false;
    std::function<void(const QJsonObject &)> answer = {};
    std::function<bool()> isAlive = {}; //!< the asker is still there
};

//! A file at the content servers.
struct StoredFile {
    QByteArray cipher;
    QByteArray key;
    QByteArray plain;
};

//! What the parts of one simulated service share; outlives them all.
struct World {
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
    QJsonArray requests{}; //!< the newest calls, for judges: {api, headers, body}, long texts cut

    [[nodiscard]] QString botId() const { return options.account + QStringLiteral("@im.bot"); }
};

//! As WeChat's users are named here.
[[nodiscard]] inline QString userId(const QString &text)
{
    return text.contains(u'@') ? text : text + QStringLiteral("@im.wechat");
}

[[nodiscard]] inline QJsonObject refusal(int code, const QString &text)
{
    return {{QStringLiteral("ret"), code}, {QStringLiteral("errcode"), code}, {QStringLiteral("errmsg"), text}};
}

} // namespace rookery::sim::ilink
