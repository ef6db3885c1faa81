// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificatemodel.h"

#include "kit/gatewayaddress.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "text/format.h"

namespace rookery::ui {

namespace {

bool hasExpired(const GatewayProfile &gateway)
{
    return gateway.pinnedUntil != WallTime{} && gateway.pinnedUntil < wallNow();
}

} // namespace

QString CertificateModel::heading(int column) const
{
    switch (column) {
    case Gateway:
        return tr("Gateway");
    case Address:
        return tr("Address");
    case ValidUntil:
        return tr("Valid until");
    case Fingerprint:
        return tr("Fingerprint");
    default:
        return {};
    }
}

QString CertificateModel::textOf(const GatewayProfile &gateway, int column) const
{
    switch (column) {
    case Gateway:
        return text::visibleControls(gateway.displayName());
    case Address:
        return addressOf(gateway);
    case ValidUntil:
        if (gateway.pinnedUntil == WallTime{})
            return tr("not known");
        return hasExpired(gateway) ? tr("expired %1").arg(text::localDateTime(gateway.pinnedUntil))
                                   : text::localDateTime(gateway.pinnedUntil);
    case Fingerprint:
        return text::fingerprint(gateway.pinnedSha256);
    default:
        return {};
    }
}

QVariant CertificateModel::sortKey(const GatewayProfile &gateway, int column) const
{
    return column == ValidUntil ? QVariant(toMSecs(gateway.pinnedUntil)) : QVariant(textOf(gateway, column));
}

std::optional<StatusStyle> CertificateModel::status(const GatewayProfile &gateway, int column) const
{
    return column == ValidUntil && hasExpired(gateway) ? std::optional(kDegradedStyle) : std::nullopt;
}

} // namespace rookery::ui

#include "moc_certificatemodel.cpp"
