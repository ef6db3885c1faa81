// SPDX-License-Identifier: GPL-3.0-or-later
// Anybody may say to be a gateway: only whoever shows the right token, or signs with it, comes in, and only for the
// account that it was made for.
#include "gateway/onebot11/incomingcheck.h"
#include "io/httprequestreader.h"
#include "require.h"

#include <QCryptographicHash>
#include <QUrl>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::gateway;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

enum class Takes { Sockets, Posts, Both };

IncomingClaim claimOf(const QString &account, const QString &token, Takes takes)
{
    IncomingClaim claim{.gateway = GatewayId(u"one"_s), .account = account, .token = Redacted<QString>(token)};
    if (takes != Takes::Posts)
        claim.onSocket = [](IncomingRole, const QString &, std::unique_ptr<QWebSocket>) {};
    if (takes != Takes::Sockets)
        claim.onPost = [](const QString &, const QByteArray &) {};
    return claim;
}

const HeldClaims &claims()
{
    static const HeldClaims all = [] {
        HeldClaims held;
        held[1].claim = claimOf(u"10001"_s, u"right"_s, Takes::Sockets);
        held[2].claim = claimOf(u"10002"_s, u"shared"_s, Takes::Both);
        held[3].claim = claimOf({}, u"shared"_s, Takes::Both);
        held[3].self = u"10003"_s;
        held[4].claim = claimOf(u"10001"_s, u"right"_s, Takes::Posts);
        held[5].claim = claimOf({}, u"p\u00e4ss \U0001F511"_s, Takes::Both);
        return held;
    }();
    return all;
}

//! RFC 2104, once more and by hand: the program's own way of signing is what is judged.
QByteArray hmacSha1(const QByteArray &key, const QByteArray &text)
{
    constexpr qsizetype kBlock = 64;
    QByteArray inner(kBlock, '\x36');
    QByteArray outer(kBlock, '\x5c');
    for (qsizetype i = 0; i < key.size(); ++i) { // no token here is longer than a block
        inner[i] = char(inner.at(i) ^ key.at(i));
        outer[i] = char(outer.at(i) ^ key.at(i));
    }
    inner += text;
    outer += QCryptographicHash::hash(inner, QCryptographicHash::Sha1);
    return QCryptographicHash::hash(outer, QCryptographicHash::Sha1).toHex();
}

QByteArray tokenBytes(quint64 claim)
{
    return claims().at(claim).claim.token.reveal().toUtf8();
}

//! The account that was named for a claim, or none, is all that may use it.
bool mayUse(quint64 claim, const QString &self)
{
    const QString &account = claims().at(claim).claim.account;
    return account.isEmpty() || self.isEmpty() || account == self;
}

void requireRightSocket(const io::IncomingRequest &request)
{
    const ClaimMatch found = matchSocket(claims(), request);
    const QByteArray token = tokenOf(request);
    if (found.claim == 0) {
        require((found.trouble == RejectReason::NoToken) == token.isEmpty(), "no token is told from a wrong one");
        return;
    }
    require(bool(claims().at(found.claim).claim.onSocket), "who takes no sockets gets none");
    require(mayUse(found.claim, selfOf(request)), "an account uses no other's claim");
    require(token == tokenBytes(found.claim), "a socket's token is the claim's");
    // and it was shown, in the header or in the address
    const QByteArray header = request.header("authorization").trimmed();
    const QByteArray query = QByteArray::fromPercentEncoding(QByteArray(request.query).replace('+', ' '));
    const QByteArray shown = "access_token=" + token;
    require(header.isEmpty() ? query.contains(shown) : header.endsWith(token), "a token was shown");
}

void requireRightPost(const io::IncomingRequest &request)
{
    const ClaimMatch found = matchPost(claims(), request);
    const QByteArray signature = request.header("x-signature").trimmed();
    if (found.claim == 0) {
        require((found.trouble == RejectReason::NoToken) == signature.isEmpty(),
                "unsigned is told from wrongly signed");
        return;
    }
    require(bool(claims().at(found.claim).claim.onPost), "who takes no posts gets none");
    require(mayUse(found.claim, selfOf(request)), "an account uses no other's claim");
    require(signature.toLower() == "sha1=" + hmacSha1(tokenBytes(found.claim), request.body), "a signature is right");
    require(matchPostHead(claims(), request).claim != 0, "who is let in is asked for the body first");
}

io::IncomingRequest with(io::IncomingRequest request, const QByteArray &name, const QByteArray &value)
{
    request.headers.removeIf([&name](const auto &header) { return header.first == name; });
    request.headers.append({name, value});
    return request;
}

//! The same request, signed by the gateway of a claim, comes in; and not with a bit of it changed.
void requireSignatureCounts(const io::IncomingRequest &request, quint64 claim)
{
    const QByteArray right = "sha1=" + hmacSha1(tokenBytes(claim), request.body);
    const QByteArray account = claims().at(claim).claim.account.toUtf8();
    const io::IncomingRequest named = with(request, "x-self-id", account.isEmpty() ? "77" : account);
    const io::IncomingRequest signedPost = with(named, "x-signature", right);
    require(matchPost(claims(), signedPost).claim == claim, "the right signature is taken");

    const auto refused = [](const io::IncomingRequest &changed) { return matchPost(claims(), changed).claim == 0; };
    io::IncomingRequest other = signedPost;
    other.body += '\n';
    require(refused(other), "a longer body is refused");
    if (!request.body.isEmpty()) {
        const qsizetype place = request.body.size() / 2;
        other.body = request.body;
        other.body[place] = char(other.body.at(place) ^ 1);
        require(refused(other), "another body is refused");
    }
    QByteArray wrong = right;
    const qsizetype place = 5 + request.body.size() % 40;
    wrong[place] = wrong.at(place) == '0' ? '1' : '0';
    require(refused(with(named, "x-signature", wrong)), "another signature is refused");
    require(refused(with(named, "x-signature", right.chopped(1))), "a shorter signature is refused");
    require(refused(with(named, "x-signature", right + '0')), "a longer signature is refused");
    require(refused(with(named, "x-signature", right.mid(5))), "a signature without its name is refused");
}

//! The same request comes in with the token of a claim, in any of the ways of showing it; and not with a wrong one.
void requireTokenCounts(const io::IncomingRequest &request, quint64 claim)
{
    const QByteArray token = tokenBytes(claim);
    io::IncomingRequest named = with(request, "x-self-id", claims().at(claim).claim.account.toUtf8());
    for (const QByteArray &scheme : {QByteArray("Bearer "), QByteArray("bearer  "), QByteArray("Token "), QByteArray()})
        require(matchSocket(claims(), with(named, "authorization", scheme + token)).claim == claim, "a token is taken");
    require(matchSocket(claims(), with(named, "authorization", "Bearer " + token + 'x')).claim == 0,
            "a longer token is refused");
    require(matchSocket(claims(), with(named, "authorization", "Bearer " + token.chopped(1))).claim == 0,
            "a shorter token is refused");
    named = with(named, "authorization", {});
    named.query = "access_token=" + token.toPercentEncoding();
    require(matchSocket(claims(), named).claim == claim, "a token in the address is taken");
}

void requireShowable(const QString &text, qsizetype most)
{
    require(text.size() <= most, "what is shown of a stranger's header is short");
    require(std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isPrint(); }), "and printable");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    io::HttpRequestReader reader{io::ListenerLimits()};
    const auto head = reader.readHead(bytes);
    if (head.length == 0)
        return 0;
    if (!reader.isWhole() && !reader.wantsUpgrade())
        (void)reader.readBody(QByteArrayView(bytes).sliced(head.length));
    const io::IncomingRequest &request = reader.request();

    requireShowable(selfOf(request), kLongestSelf);
    requireShowable(programOf(request), kLongestProgram);
    (void)roleOf(request);
    const QByteArray origin = request.header("origin").trimmed();
    if (!origin.isEmpty() && !isFromAPage(request)) {
        const QString host = QUrl(QString::fromUtf8(origin)).host();
        require(host == u"localhost"_s || !QHostAddress(host).isNull(), "a site is no program");
    }
    requireRightSocket(request);
    requireRightPost(request);
    for (const quint64 claim : {2, 4})
        requireSignatureCounts(request, claim);
    for (const quint64 claim : {1, 2})
        requireTokenCounts(request, claim);
    return 0;
}
