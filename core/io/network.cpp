// SPDX-License-Identifier: GPL-3.0-or-later
#include "network.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    if (host.compare(u"localhost"_s, Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

QNetworkProxy proxyFor(const NetworkSettings &settings, const QUrl &url)
{
    if (isLoopback(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (!settings.systemProxy) {
        // DefaultProxy would use the application's proxy, which this program never sets
        return settings.proxy.type() == QNetworkProxy::DefaultProxy ? QNetworkProxy(QNetworkProxy::NoProxy)
                                                                    : settings.proxy;
    }
    // systems define proxies for http and https; a WebSocket uses the proxy of the same host's pages
    QUrl asked = url;
    if (asked.scheme() == u"ws"_s)
        asked.setScheme(u"http"_s);
    else if (asked.scheme() == u"wss"_s)
        asked.setScheme(u"https"_s);
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(asked));
    if (proxies.isEmpty() || proxies.constFirst().type() == QNetworkProxy::DefaultProxy)
        return QNetworkProxy(QNetworkProxy::NoProxy);
    return proxies.constFirst();
}

std::optional<Error> troubleWith(const NetworkSettings &settings, const QUrl &url)
{
    const bool through = !settings.systemProxy && !isLoopback(url);
    return through && settings.proxyTrouble.reason != Reason::None ? std::optional(settings.proxyTrouble)
                                                                   : std::nullopt;
}

} // namespace rookery::io
