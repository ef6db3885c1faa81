// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlogs.h"

#include "napcatdialect.h"

#include "protocol/json.h"

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

NapCatLogs::NapCatLogs(const GatewayId &gateway, logrules::RuleSet rules, WebUiClient &panel, Clock &clock,
                       const io::NetworkSettings &network, QObject *parent)
    : LogStream(gateway, std::move(rules), kRemembered, clock, network, parent)
    , m_panel(panel)
{}

void NapCatLogs::open()
{
    onResult(this, m_panel.authorise(), [this](const Result<> &authorised) {
        if (!isStarted())
            return;
        if (!authorised) {
            end(authorised.error());
            return;
        }
        begin(m_panel.url(u"Log/GetLogRealTime"_s),
              {{"Authorization", QByteArray("Bearer " + m_panel.credential().reveal().toUtf8())}});
    });
}

std::optional<LogStream::Record> NapCatLogs::read(const QJsonObject &message) const
{
    return Record{.level = logrules::levelFromWord(message.value(u"level"_s).toString()),
                  .text = message.value(u"message"_s).toString()};
}

//! Without times, only a run of lines that ends where we were can be told from lines that merely say the same.
QList<LogStream::Record> NapCatLogs::untold(const QList<Record> &burst, const QList<size_t> &told) const
{
    for (qsizetype n = std::min(burst.size(), told.size()); n > 0; --n) {
        if (std::equal(burst.cbegin(), burst.cbegin() + n, told.cend() - n,
                       [](const Record &record, size_t key) { return record.key() == key; }))
            return burst.sliced(n);
    }
    return burst;
}

Error NapCatLogs::refusal(const Error &error, const QByteArray &body)
{
    // the panel refuses with an ordinary answer instead of a stream
    const Result<QJsonObject> answer = protocol::parseObject(body);
    if (!answer)
        return error;
    const Error why = panelError(napcatDialect(), -1, answer->value(u"message"_s).toString());
    if (why.reason == Reason::CredentialExpired)
        m_panel.dropCredential();
    return why;
}

} // namespace rookery::gateway
