// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/network.h"

#include "onebot/dialler.h"
#include "onebot/poster.h"
#include "onebot/server.h"

#include <algorithm>

namespace rookery::sim::onebot {

std::unique_ptr<Adapter> Network::make(const Endpoint &endpoint) const
{
    switch (endpoint.way) {
    case Endpoint::Way::Socket:
    case Endpoint::Way::Http:
        return std::make_unique<Server>(m_parts, endpoint);
    case Endpoint::Way::Reverse:
        return std::make_unique<Dialler>(m_parts, endpoint);
    case Endpoint::Way::Post:
        return std::make_unique<Poster>(m_parts, endpoint);
    }
    return nullptr;
}

void Network::open(const Endpoint &endpoint)
{
    const auto found = std::find_if(m_adapters.begin(), m_adapters.end(),
                                    [&](const auto &adapter) { return adapter->endpoint().isSamePlace(endpoint); });
    if (found != m_adapters.end()) {
        (*found)->setEndpoint(endpoint);
        return;
    }
    std::unique_ptr<Adapter> adapter = make(endpoint);
    connect(adapter.get(), &Adapter::noted, this, &Network::noted);
    const Result<> result = adapter->open();
    if (result)
        m_adapters.push_back(std::move(adapter));
    Q_EMIT opened(endpoint, result ? QString() : result.error().detail);
}

void Network::apply(const QList<Endpoint> &endpoints)
{
    std::erase_if(m_adapters, [&](const auto &adapter) {
        return std::none_of(endpoints.cbegin(), endpoints.cend(),
                            [&](const Endpoint &endpoint) { return adapter->endpoint().isSamePlace(endpoint); });
    });
    for (const Endpoint &endpoint : endpoints)
        open(endpoint);
}

void Network::close()
{
    m_adapters.clear();
}

void Network::sendEvent(const QJsonObject &event, bool own)
{
    for (const auto &adapter : m_adapters)
        adapter->sendEvent(event, own);
}

int Network::peers() const
{
    int count = 0;
    for (const auto &adapter : m_adapters)
        count += adapter->peers();
    return count;
}

} // namespace rookery::sim::onebot

#include "moc_network.cpp"
