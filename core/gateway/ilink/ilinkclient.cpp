// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinkclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QUrlQuery>
#include <QVersionNumber>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

QUrl addressOf(const QUrl &base, const QString &path, const QUrlQuery &query)
{
    QUrl url = base;
    const QString prefix = base.path();
    url.setPath((prefix.endsWith(u'/') ? prefix : QString(prefix + u'/')) + path);
    url.setQuery(query);
    return url;
}

//! The version as the interface counts: 0x00MMNNPP.
QByteArray versionNumber()
{
    const QVersionNumber version = QVersionNumber::fromString(QStringLiteral(ROOKERY_VERSION));
    return QByteArray::number((version.majorVersion() & 0xff) << 16 | (version.minorVersion() & 0xff) << 8
                              | (version.microVersion() & 0xff));
}

io::HttpHeaders commonHeaders()
{
    return {{"iLink-App-Id", "bot"}, {"iLink-App-ClientVersion", versionNumber()}};
}

io::HttpHeaders postHeaders()
{
    io::HttpHeaders headers = commonHeaders();
    headers.emplaceBack("Content-Type", "application/json");
    headers.emplaceBack("AuthorizationType", "ilink_bot_token");
    headers.emplaceBack("X-WECHAT-UIN", QByteArray::number(QRandomGenerator::system()->generate()).toBase64());
    return headers;
}

//! Who we are goes into every body; we do not pass for another client.
QByteArray bodyOf(QJsonObject body)
{
    const QString version = QStringLiteral(ROOKERY_VERSION);
    body.insert(u"base_info"_s,
                QJsonObject{{u"channel_version"_s, version}, {u"bot_agent"_s, QString(u"Rookery/"_s + version)}});
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<QByteArray> bodyOf(const Result<io::HttpResponse> &response)
{
    if (!response)
        return fail(response.error());
    if (response->status == 200)
        return response->body;
    if (response->status >= 500)
        return fail(ErrorKind::Network, Reason::ConnectionLost, {}, response->status);
    return fail(ErrorKind::Protocol, Reason::WrongServer, {}, response->status);
}

} // namespace

ILinkClient::ILinkClient(const QUrl &base, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                         QObject *parent)
    : QObject(parent)
    , m_base(base)
    , m_deadlines(deadlines)
    , m_calls(clock, network)
    , m_held(clock, network)
{
    connect(&m_calls, &io::HttpClient::certificateRefused, this, &ILinkClient::certificateRefused);
    connect(&m_held, &io::HttpClient::certificateRefused, this, &ILinkClient::certificateRefused);
}

FutureResult<protocol::ilink::LoginCode> ILinkClient::newCode()
{
    io::HttpRequest request;
    request.method = "POST";
    request.url = addressOf(m_base, u"ilink/bot/get_bot_qrcode"_s, QUrlQuery{{u"bot_type"_s, u"3"_s}});
    request.headers = postHeaders();
    request.body = bodyOf(QJsonObject{{u"local_token_list"_s, QJsonArray()}});
    request.mode = io::HttpMode::Once;
    request.deadline = m_deadlines.webUi;
    const Answer<protocol::ilink::LoginCode> answer;
    onResult(this, m_calls.send(request), [answer](const Result<io::HttpResponse> &response) {
        const Result<QByteArray> body = bodyOf(response);
        answer.give(body ? protocol::ilink::decodeLoginCode(*body) : fail(body.error()));
    });
    return answer.future();
}

FutureResult<protocol::ilink::Scan> ILinkClient::scan(const QUrl &where, const protocol::ilink::LoginCode &code,
                                                      const Redacted<QString> &verifyCode)
{
    // percent-encoded first: a key may hold what a query gives a meaning to
    QUrlQuery query;
    query.addQueryItem(u"qrcode"_s, QString::fromLatin1(QUrl::toPercentEncoding(code.key.reveal())));
    if (!verifyCode.isEmpty())
        query.addQueryItem(u"verify_code"_s, QString::fromLatin1(QUrl::toPercentEncoding(verifyCode.reveal())));
    io::HttpRequest request;
    request.url = addressOf(where, u"ilink/bot/get_qrcode_status"_s, query);
    request.headers = commonHeaders();
    request.deadline = kHeldDeadline;
    const Answer<protocol::ilink::Scan> answer;
    onResult(this, m_held.send(request), [answer](const Result<io::HttpResponse> &response) {
        const Result<QByteArray> body = bodyOf(response);
        answer.give(body ? protocol::ilink::decodeScan(*body) : fail(body.error()));
    });
    return answer.future();
}

} // namespace rookery::gateway
