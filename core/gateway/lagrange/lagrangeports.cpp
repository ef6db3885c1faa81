// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangeports.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

LagrangePorts::LagrangePorts(Clock &clock, const io::NetworkSettings &network, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_http(clock, network)
    , m_next(clock, [this] { look(); })
{}

LagrangePorts::~LagrangePorts() = default;

void LagrangePorts::watch(const QList<QUrl> &addresses)
{
    stop();
    m_addresses = addresses;
    if (!m_addresses.isEmpty())
        m_next.start(kFirstLook);
}

void LagrangePorts::stop()
{
    ++m_epoch;
    m_next.stop();
    for (const auto &entry : m_trackers)
        entry.second->down({});
}

void LagrangePorts::look()
{
    m_next.start(kLookEvery);
    for (const QUrl &address : std::as_const(m_addresses)) {
        QUrl url = address;
        url.setScheme(u"http"_s); // a WebSocket's port answers a plain request as well, with a refusal
        onResult(this, m_http.send({.url = url, .deadline = seconds(5)}),
                 [this, address, epoch = m_epoch](const Result<io::HttpResponse> &answer) {
                     if (epoch == m_epoch)
                         onAnswer(address, answer ? Result<>() : fail(answer.error()));
                 });
    }
}

void LagrangePorts::onAnswer(const QUrl &address, const Result<> &answer)
{
    std::unique_ptr<ConnectionTracker> &tracker = m_trackers[address.port()];
    if (!tracker) {
        tracker =
            std::make_unique<ConnectionTracker>(u":%1"_s.arg(QString::number(address.port())), m_clock,
                                                [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); });
    }
    if (answer)
        tracker->up();
    else
        tracker->down(answer.error());
}

} // namespace rookery::gateway
