// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlogs.h"

#include "napcatanswers.h"

#include "base/reasons/access.h"

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

std::optional<LogStream::Record> NapCatLogs::recordOf(const QJsonObject &message)
{
    return Record{.level = logrules::levelFromWord(message.value(u"level"_s).toString()),
                  .text = message.value(u"message"_s).toString()};
}

//! Recognises repeated lines only as a run that ends with the last reported line: without times, single equal lines may
//! be new ones.
QList<LogStream::Record> NapCatLogs::newOnes(const QList<Record> &burst, const QList<size_t> &reported)
{
    for (qsizetype n = std::min(burst.size(), reported.size()); n > 0; --n) {
        if (std::equal(burst.cbegin(), burst.cbegin() + n, reported.cend() - n,
                       [](const Record &record, size_t key) { return record.key() == key; }))
            return burst.sliced(n);
    }
    return burst;
}

Error NapCatLogs::refusal(const Error &error, const QByteArray &body)
{
    const Error why = napcatStreamRefusal(error, body);
    if (why.reason == Reason::CredentialExpired)
        m_panel.dropCredential();
    return why;
}

} // namespace rookery::gateway

#include "moc_napcatlogs.cpp"
