// SPDX-License-Identifier: GPL-3.0-or-later
#include "replyerror.h"

#include "tlstrust.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>

#include <utility>

namespace rookery::io {

namespace {

class ProxyChoice final : public QNetworkProxyFactory
{
public:
    explicit ProxyChoice(NetworkSettings settings) : m_settings(std::move(settings)) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {proxyFor(m_settings, query.url())};
    }

private:
    NetworkSettings m_settings;
};

//! Returns the error text, or nothing if it may contain a token: some of Qt's texts quote the URL with its query.
QString safeText(const QNetworkReply &reply)
{
    const QString text = reply.errorString();
    const QString query = reply.request().url().query(QUrl::FullyEncoded);
    const bool quotesUrl = text.contains(reply.request().url().host() + reply.request().url().path());
    return (!query.isEmpty() && (quotesUrl || text.contains(query))) ? QString() : text;
}

} // namespace

bool isForwarded(const QUrl &url, const NetworkSettings &settings)
{
    const QNetworkProxy::ProxyType type = proxyFor(settings, url).type();
    return url.scheme() == u"http" && (type == QNetworkProxy::HttpProxy || type == QNetworkProxy::HttpCachingProxy);
}

bool isHttpAnswer(const QNetworkReply &reply)
{
    const QNetworkReply::NetworkError error = reply.error();
    // Qt uses this error for status 400, and for URLs that were never requested
    if (error == QNetworkReply::ProtocolInvalidOperationError)
        return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() >= 400;
    if (error == QNetworkReply::ContentReSendError)
        return false;
    return (error >= QNetworkReply::ContentAccessDenied && error <= QNetworkReply::UnknownContentError)
        || (error >= QNetworkReply::InternalServerError && error <= QNetworkReply::UnknownServerError);
}

Error replyError(const QNetworkReply &reply, bool mayHaveLeft, const NetworkSettings &settings)
{
    const QString text = safeText(reply);
    const bool dialled =
        reply.error() == QNetworkReply::ConnectionRefusedError || reply.error() == QNetworkReply::HostNotFoundError;
    // the proxy is dialled then, so a failure to connect is the proxy's
    if (dialled && isForwarded(reply.request().url(), settings))
        return {.kind = ErrorKind::Offline, .reason = Reason::ProxyFailed, .detail = text};
    const ErrorKind lost = mayHaveLeft ? ErrorKind::Network : ErrorKind::Offline;
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError:
        return {.kind = ErrorKind::Offline, .reason = Reason::HostNotFound, .detail = text};
    case QNetworkReply::ConnectionRefusedError:
        return {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused, .detail = text};
    case QNetworkReply::SslHandshakeFailedError:
        // a refused certificate was handled before; what remains is a peer that does not use TLS
        return {.kind = ErrorKind::Tls, .reason = handshakeReason(text), .detail = text};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return {.kind = lost, .reason = Reason::ProxyFailed, .detail = text};
    case QNetworkReply::ProxyAuthenticationRequiredError: // the proxy answered instead of forwarding (RFC 9110, 15.5.8)
        return {.kind = ErrorKind::Offline, .reason = Reason::ProxyFailed, .detail = text};
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return {.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = text};
    case QNetworkReply::ProtocolFailure:
        return {.kind = ErrorKind::Protocol, .reason = Reason::Garbage, .detail = text};
    case QNetworkReply::OperationCanceledError:
        return {.kind = ErrorKind::Cancelled, .reason = Reason::ShuttingDown, .detail = text};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return {.kind = lost, .reason = Reason::ConnectionLost, .detail = text};
    default: // system timeouts, lost routes, a network session that is down
        return {.kind = lost, .reason = mayHaveLeft ? Reason::ConnectionLost : Reason::Unreachable, .detail = text};
    }
}

void useProxies(QNetworkAccessManager &manager, const NetworkSettings &settings)
{
    manager.setProxyFactory(new ProxyChoice(settings)); // the manager owns it
}

} // namespace rookery::io
