// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxyaddress.h"

#include <QUrl>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

std::optional<ProxyAddress> parseProxyAddress(const QString &text)
{
    const QString typed = text.trimmed();
    const bool hasScheme = typed.contains(u"://"_s);
    if (!hasScheme && typed.count(u':') > 1 && !typed.contains(u'@'))
        return std::nullopt; // a bare IPv6 address
    const QUrl url(hasScheme ? typed : QString(u"http://"_s + typed), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return std::nullopt;
    const bool isBare = !hasScheme && url.port() < 0 && url.userInfo().isEmpty();
    if (isBare)
        return std::nullopt;
    ProxyAddress address{.mode = {},
                         .host = url.host(),
                         .port = quint16(url.port(0)),
                         .user = url.userName(QUrl::FullyDecoded),
                         .password = Redacted<QString>(url.password(QUrl::FullyDecoded))};
    if (hasScheme)
        address.mode = url.scheme().startsWith(u"socks"_s) ? ProxyMode::Socks5 : ProxyMode::Http;
    return address;
}

} // namespace rookery::ui
