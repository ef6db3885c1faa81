// SPDX-License-Identifier: GPL-3.0-or-later
#include "incomingcheck.h"

#include <QMessageAuthenticationCode>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

ClaimMatch match(const HeldClaims &claims, const QString &self, const std::function<bool(const IncomingClaim &)> &fits)
{
    ClaimMatch best;
    int bestRank = 0;
    bool anyFits = false;
    bool known = self.isEmpty();
    for (const auto &[id, held] : claims) {
        const bool named = !held.claim.account.isEmpty() && held.claim.account == self;
        known = known || named || held.self == self;
        if (!fits(held.claim))
            continue;
        anyFits = true;
        // this claim names another account
        if (!named && !self.isEmpty() && !held.claim.account.isEmpty())
            continue;
        const int rank = named ? 4 : held.self == self ? 3 : held.self.isEmpty() ? 2 : 1;
        if (rank > bestRank) {
            bestRank = rank;
            best.claim = id;
        }
    }
    if (best.claim == 0)
        best.trouble = anyFits || !known ? RejectReason::NewAccount : RejectReason::WrongToken;
    return best;
}

QByteArray signatureOf(const io::IncomingRequest &request)
{
    return request.header("x-signature").trimmed().toLower();
}

} // namespace

QString shownHeader(const QByteArray &value, qsizetype most)
{
    QString text;
    const QString given = QString::fromUtf8(value.left(most * 4));
    for (const QChar c : given) {
        if (c.isPrint() && text.size() < most)
            text += c;
    }
    return text;
}

QString selfOf(const io::IncomingRequest &request)
{
    return shownHeader(request.header("x-self-id"), kLongestSelf);
}

QString programOf(const io::IncomingRequest &request)
{
    return shownHeader(request.header("user-agent"), kLongestProgram);
}

IncomingRole roleOf(const io::IncomingRequest &request)
{
    const QByteArray role = request.header("x-client-role").trimmed().toLower();
    if (role == "api")
        return IncomingRole::Actions;
    return role == "event" ? IncomingRole::Events : IncomingRole::Universal;
}

QByteArray tokenOf(const io::IncomingRequest &request)
{
    const QByteArray given = request.header("authorization").trimmed();
    for (const QByteArray &scheme : {QByteArray("bearer"), QByteArray("token")}) {
        if (given.size() >= scheme.size() && given.left(scheme.size()).toLower() == scheme
            && (given.size() == scheme.size() || given.at(scheme.size()) == ' '))
            return given.mid(scheme.size()).trimmed();
    }
    return given.isEmpty() ? request.queryValue(u"access_token"_s).toUtf8() : given;
}

QString peerOf(const io::IncomingRequest &request)
{
    bool isFour = false;
    const quint32 four = request.peer.toIPv4Address(&isFour);
    if (isFour)
        return QHostAddress(four).toString();
    Q_IPV6ADDR six = request.peer.toIPv6Address();
    std::fill(std::begin(six.c) + 8, std::end(six.c), quint8(0));
    return QHostAddress(six).toString();
}

bool isFromAPage(const io::IncomingRequest &request)
{
    const QByteArray given = request.header("origin").trimmed();
    if (given.isEmpty())
        return false;
    const QUrl origin(QString::fromUtf8(given));
    const QUrl dialled(u"http://"_s + QString::fromUtf8(request.header("host").trimmed()));
    const QString host = origin.host();
    const bool literal = host == u"localhost"_s || !QHostAddress(host).isNull();
    const int usual = origin.scheme() == u"https"_s || origin.scheme() == u"wss"_s ? 443 : 80;
    return !literal || host != dialled.host() || origin.port(usual) != dialled.port(usual);
}

ClaimMatch matchSocket(const HeldClaims &claims, const io::IncomingRequest &request)
{
    const QByteArray token = tokenOf(request);
    if (token.isEmpty())
        return {0, RejectReason::NoToken};
    return match(claims, selfOf(request), [&token](const IncomingClaim &claim) {
        return claim.onSocket && sameSecret(claim.token.reveal().toUtf8(), token);
    });
}

ClaimMatch matchPostHead(const HeldClaims &claims, const io::IncomingRequest &request)
{
    if (signatureOf(request).isEmpty())
        return {0, RejectReason::NoToken};
    return match(claims, selfOf(request), [](const IncomingClaim &claim) { return bool(claim.onPost); });
}

ClaimMatch matchPost(const HeldClaims &claims, const io::IncomingRequest &request)
{
    const QByteArray signature = signatureOf(request);
    if (signature.isEmpty())
        return {0, RejectReason::NoToken};
    return match(claims, selfOf(request), [&](const IncomingClaim &claim) {
        if (!claim.onPost)
            return false;
        const QByteArray own =
            QMessageAuthenticationCode::hash(request.body, claim.token.reveal().toUtf8(), QCryptographicHash::Sha1);
        return sameSecret("sha1=" + own.toHex(), signature);
    });
}

bool sameSecret(const QByteArray &a, const QByteArray &b)
{
    // compares digests: the time taken shows neither the length nor the place of the first difference
    const QByteArray one = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray two = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    unsigned difference = 0;
    for (qsizetype i = 0; i < one.size(); ++i)
        difference |= static_cast<unsigned char>(one.at(i)) ^ static_cast<unsigned char>(two.at(i));
    return difference == 0;
}

} // namespace rookery::gateway
