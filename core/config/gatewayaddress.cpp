// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile.h"
#include "secretstore.h"

#include "base/reasons/input.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr int kMaxId = 32;

//! Decodes a token that is percent-encoded as in any link. Leaves it unchanged if it contains a bare `%`: some programs
//! print tokens unescaped.
QString unescaped(const QString &token)
{
    static const QRegularExpression bare(u"%(?![0-9A-Fa-f]{2})"_s);
    return token.contains(bare) ? token : QString::fromUtf8(QByteArray::fromPercentEncoding(token.toUtf8()));
}

//! Removes the query from a link and returns the token in it. `#` and `&` belong to the token unless a page or another
//! parameter follows: older panels print tokens unescaped.
Redacted<QString> takeToken(QString &link)
{
    static const QRegularExpression query(u"[?&](?:access_)?token=(.*?)(?:&[A-Za-z_]+=.*|#/.*)?$"_s);
    const QRegularExpressionMatch found = query.match(link);
    link = link.section(u'?', 0, 0);
    return Redacted<QString>(unescaped(found.captured(1)));
}

//! Returns the path prefix that a reverse proxy may put before the panel's own path.
QString basePath(const QUrl &url, const AddressHabit &habit)
{
    QString path = url.path();
    static const QRegularExpression page(u"^(.*)/webui(?:/.*)?$"_s); // the last `/webui` is the panel's own
    if (const QRegularExpressionMatch own = page.match(path); habit.panel && own.hasMatch())
        path = own.captured(1);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

//! Replaces the wildcard address that NapCat prints with loopback; a wildcard cannot be dialled.
QString dialable(const QString &host)
{
    return host == u"::"_s || host == u"0.0.0.0"_s ? u"127.0.0.1"_s : host;
}

bool isTaken(const QString &id, const QList<GatewayId> &taken)
{
    return std::any_of(taken.cbegin(), taken.cend(), [&id](const GatewayId &other) { return other.value() == id; });
}

QString slug(const QString &name)
{
    QString id;
    const QString lower = name.toLower();
    for (const QChar c : lower) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            id += c;
        else if (!id.isEmpty() && !id.endsWith(u'-'))
            id += u'-';
    }
    id.truncate(kMaxId);
    while (id.endsWith(u'-'))
        id.chop(1);
    return id;
}

//! Finds the one word that is an address, by its shape, because a token taken for an address would be looked up and
//! logged as a host name. A bare name counts only if no clearer shape is present and it ends like a domain, since
//! tokens can contain dots too. Returns -1 if there is none or it is ambiguous.
qsizetype addressAmong(const QStringList &words)
{
    static const QRegularExpression clear(u"://|\\A\\[[0-9A-Fa-f:.]+\\](?::|/|\\z)|\\A[^\\s:/]+:\\d{1,5}(?:/|\\z)|"
                                          "\\A\\d{1,3}(?:\\.\\d{1,3}){3}(?:/|\\z)|\\Alocalhost(?:/|\\z)"_s);
    static const QRegularExpression likely(u"\\A[\\w-]{1,63}(?:\\.[\\w-]{1,63}){0,8}\\.[A-Za-z]{2,24}(?:/|\\z)"_s);
    for (const QRegularExpression &shape : {clear, likely}) {
        const auto fits = [&shape](const QString &word) { return shape.match(word).hasMatch(); };
        const auto first = std::find_if(words.cbegin(), words.cend(), fits);
        if (first == words.cend())
            continue;
        return std::find_if(first + 1, words.cend(), fits) == words.cend() ? first - words.cbegin() : -1;
    }
    return -1;
}

//! Shows a line that did not parse without anything that may be a token: hides what follows the address, or everything
//! if there is no address.
QString masked(const QStringList &words)
{
    const qsizetype at = addressAmong(words);
    if (at < 0 || at > 1)
        return words.constFirst().left(3) + u'…';
    QStringList shown = words.mid(0, at);
    const QString safe = words.at(at).section(u'?', 0, 0);
    const QString host = safe.mid(safe.lastIndexOf(u'@') + 1);
    shown.append(host.isEmpty() ? u"…"_s : host);
    if (words.size() > at + 1)
        shown.append(u"…"_s);
    return shown.join(u' ');
}

//! Parses one line. nullopt: it is not `[name] address [token]`, or its id is already used.
std::optional<PastedGateway> parseLine(const QStringList &words, const QList<GatewayId> &taken)
{
    const qsizetype at = addressAmong(words);
    if (at < 0 || at > 1 || words.size() > at + 2)
        return std::nullopt;
    Result<ParsedAddress> address = parseGatewayAddress(words.at(at));
    if (!address)
        return std::nullopt;
    PastedGateway pasted;
    pasted.profile.webUi = address->url;
    const QString name = at == 1 ? words.constFirst() : QString();
    if (isValidGatewayId(name)) {
        if (isTaken(name, taken))
            return std::nullopt;
        pasted.profile.id = GatewayId(name);
    } else {
        pasted.profile.id = makeGatewayId(name.isEmpty() ? suggestedName(pasted.profile) : name, taken);
        pasted.profile.name = name;
    }
    pasted.token = words.size() == at + 2 ? Redacted<QString>(words.at(at + 1)) : address->token;
    return pasted;
}

} // namespace

bool isValidGatewayId(const QString &text)
{
    static const QRegularExpression shape(u"\\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\z"_s);
    // "a-onebot" would share the variable ROOKERY_SECRET_A_ONEBOT with the OneBot token of "a"
    return text.size() <= kMaxId + 8 && shape.match(text).hasMatch() && !text.endsWith(u"-onebot"_s);
}

GatewayId makeGatewayId(const QString &name, const QList<GatewayId> &taken)
{
    QString base = slug(name);
    while (base.endsWith(u"-onebot"_s))
        base.chop(7);
    if (base.isEmpty())
        base = u"gateway"_s;
    QString id = base;
    for (int number = 2; isTaken(id, taken); ++number)
        id = base + u'-' + QString::number(number);
    return GatewayId(id);
}

Result<ParsedAddress> parseGatewayAddress(const QString &text, GatewayKind kind)
{
    return parseAddress(text, traitsOf(kind).address);
}

Result<ParsedAddress> parseAddress(const QString &text, const AddressHabit &habit)
{
    // the user may have pasted a whole line of the gateway's log
    static const QRegularExpression web(u"https?://\\S+"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression socket(u"(?:https?|wss?)://\\S+"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpression &link = habit.scheme == "ws"_L1 ? socket : web;
    const QString trimmed = text.trimmed().isEmpty() ? QString(habit.usual) : text.trimmed();
    const QRegularExpressionMatch found = link.match(trimmed);
    const bool hasScheme = found.hasMatch();
    if (!hasScheme && (trimmed.contains(u"://"_s) || trimmed.contains(QRegularExpression(u"\\s"_s))))
        return fail(ErrorKind::Rejected, Reason::BadInput);
    QString address = hasScheme ? found.captured() : QString(habit.scheme + "://"_L1 + trimmed);
    const Redacted<QString> token = takeToken(address);
    const QUrl typed(address, QUrl::StrictMode);
    if (trimmed.isEmpty() || !typed.isValid() || typed.host().isEmpty() || typed.port() == 0)
        return fail(ErrorKind::Rejected, Reason::BadInput);
    ParsedAddress parsed;
    parsed.url.setScheme(typed.scheme());
    parsed.url.setHost(dialable(typed.host()));
    parsed.url.setPort(hasScheme ? typed.port() : typed.port(habit.port));
    parsed.url.setPath(basePath(typed, habit));
    parsed.token = token.isEmpty() ? Redacted<QString>(typed.password(QUrl::FullyDecoded)) : token;
    return parsed;
}

void setAddress(GatewayProfile &profile, const QUrl &url)
{
    if (tokenKind(profile.kind) != SecretKind::OneBotToken) {
        profile.webUi = url;
        return;
    }
    profile.oneBot = url;
    const bool socket = url.scheme().startsWith(u"ws"_s);
    const bool socketWay = profile.way == OneBotTransportKind::Socket || profile.way == OneBotTransportKind::TwoSockets;
    if (socket != socketWay)
        profile.way = socket ? OneBotTransportKind::Socket : OneBotTransportKind::Http;
}

PasteResult parsePastedGateways(const QString &text, const QList<GatewayId> &taken)
{
    static const QRegularExpression gap(u"[\\s,;，；]+"_s);
    PasteResult result;
    QList<GatewayId> used = taken;
    const QStringList lines = text.split(u'\n');
    for (int number = 1; number <= lines.size(); ++number) {
        const QString line = lines.at(number - 1).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const QStringList words = line.split(gap, Qt::SkipEmptyParts);
        if (words.isEmpty())
            continue;
        if (auto pasted = parseLine(words, used)) {
            used.append(pasted->profile.id);
            result.gateways.append(std::move(*pasted));
        } else {
            result.badLines.append({number, masked(words)});
        }
    }
    return result;
}

} // namespace rookery::config
