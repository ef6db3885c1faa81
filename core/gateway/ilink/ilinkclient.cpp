// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinkclient.h"

#include "aesecb.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "gateway/answershape.h"
#include "logrules/masking.h"

#include <QCryptographicHash>
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

//! Gives our version in the interface's format: 0x00MMNNPP.
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

//! Adds our name and version to a body: every call identifies Rookery and does not imitate another client.
QByteArray bodyOf(QJsonObject body)
{
    const QString version = QStringLiteral(ROOKERY_VERSION);
    body.insert(u"base_info"_s,
                QJsonObject{{u"channel_version"_s, version}, {u"bot_agent"_s, QString(u"Rookery/"_s + version)}});
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes;
    while (bytes.size() < count)
        bytes.append(static_cast<char>(QRandomGenerator::system()->bounded(256)));
    return bytes;
}

//! Makes an error of a refusal by number, with the server's text; masks our secrets where the text repeats them.
Error refusal(const protocol::ilink::Verdict &verdict, ErrorReason otherwise, const QStringList &secrets)
{
    const int code = verdict.code;
    QString text = verdict.text;
    for (const QString &secret : secrets) {
        if (!secret.isEmpty())
            text.replace(secret, u"***"_s);
    }
    text = logrules::maskedWords(text);
    if (code == protocol::ilink::kTokenStale)
        return {ErrorKind::Auth, Reason::CredentialExpired, code, text, milliseconds(0)};
    return {ErrorKind::Rejected, otherwise, code, text, milliseconds(0)};
}

QUrl usualUpload(const QString &param, const QString &fileKey)
{
    QUrl url(u"https://novac2c.cdn.weixin.qq.com/c2c/upload"_s);
    QUrlQuery query;
    query.addQueryItem(u"encrypted_query_param"_s, QString::fromLatin1(QUrl::toPercentEncoding(param)));
    query.addQueryItem(u"filekey"_s, fileKey);
    url.setQuery(query);
    return url;
}

Result<QByteArray> bodyOf(const Result<io::HttpResponse> &response)
{
    if (!response)
        return fail(response.error());
    if (response->status != 200 || speakerOf(Interface::ILink, *response) != Speaker::Gateway)
        return fail(frontError(response->status));
    return response->body;
}

} // namespace

io::HttpHeaders iLinkPostHeaders()
{
    io::HttpHeaders headers = commonHeaders();
    headers.emplaceBack("Content-Type", "application/json");
    headers.emplaceBack("AuthorizationType", "ilink_bot_token");
    headers.emplaceBack("X-WECHAT-UIN", QByteArray::number(QRandomGenerator::system()->generate()).toBase64());
    return headers;
}

ILinkClient::ILinkClient(const QUrl &base, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                         QObject *parent)
    : QObject(parent)
    , m_base(base)
    , m_home(base)
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
    request.headers = iLinkPostHeaders();
    request.body = bodyOf(QJsonObject{{u"local_token_list"_s, QJsonArray()}});
    request.mode = io::HttpMode::Once;
    request.deadline = m_deadlines.webUi;
    const Promise<protocol::ilink::LoginCode> answer;
    onResult(this, m_calls.send(request), [answer](const Result<io::HttpResponse> &response) {
        const Result<QByteArray> body = bodyOf(response);
        answer.resolve(body ? protocol::ilink::decodeLoginCode(*body) : fail(body.error()));
    });
    return answer.future();
}

FutureResult<protocol::ilink::Scan> ILinkClient::scan(const QUrl &where, const protocol::ilink::LoginCode &code,
                                                      const Redacted<QString> &verifyCode)
{
    // Percent-encoded first: a key may contain characters that have a meaning in a query.
    QUrlQuery query;
    query.addQueryItem(u"qrcode"_s, QString::fromLatin1(QUrl::toPercentEncoding(code.key.reveal())));
    if (!verifyCode.isEmpty())
        query.addQueryItem(u"verify_code"_s, QString::fromLatin1(QUrl::toPercentEncoding(verifyCode.reveal())));
    io::HttpRequest request;
    request.url = addressOf(where, u"ilink/bot/get_qrcode_status"_s, query);
    request.headers = commonHeaders();
    request.deadline = kHeldDeadline;
    const Promise<protocol::ilink::Scan> answer;
    onResult(this, m_held.send(request), [answer](const Result<io::HttpResponse> &response) {
        const Result<QByteArray> body = bodyOf(response);
        answer.resolve(body ? protocol::ilink::decodeScan(*body) : fail(body.error()));
    });
    return answer.future();
}

void ILinkClient::bind(const protocol::ilink::Binding &binding)
{
    m_token = binding.token;
    m_home = binding.baseUrl.isEmpty() ? m_base : QUrl(binding.baseUrl);
}

io::HttpRequest ILinkClient::post(const QString &path, const QJsonObject &body, milliseconds deadline) const
{
    io::HttpRequest request;
    request.method = "POST";
    request.url = addressOf(m_home, path, {});
    request.headers = iLinkPostHeaders();
    request.headers.emplaceBack("Authorization", QByteArray("Bearer " + m_token.reveal().toUtf8()));
    request.body = bodyOf(body);
    request.mode = io::HttpMode::Once;
    request.deadline = deadline;
    return request;
}

FutureResult<protocol::ilink::Updates> ILinkClient::updates(const QString &cursor, milliseconds hold)
{
    const milliseconds deadline = std::max(kHeldDeadline, hold + kAfterHold);
    io::HttpRequest request = post(u"ilink/bot/getupdates"_s, {{u"get_updates_buf"_s, cursor}}, deadline);
    request.mode = io::HttpMode::Idempotent; // the cursor makes a repetition harmless
    const Promise<protocol::ilink::Updates> answer;
    onResult(this, m_held.send(request), [answer, token = m_token](const Result<io::HttpResponse> &response) {
        const Result<QByteArray> body = bodyOf(response);
        if (!body)
            return answer.resolve(fail(body.error()));
        Result<protocol::ilink::Updates> updates = protocol::ilink::decodeUpdates(*body);
        if (updates && !updates->verdict.ok())
            return answer.resolve(fail(refusal(updates->verdict, Reason::None, {token.reveal()})));
        answer.resolve(std::move(updates));
    });
    return answer.future();
}

FutureResult<> ILinkClient::sendMessage(const QJsonObject &body, milliseconds deadline)
{
    const Promise<void> answer;
    const auto sent = m_calls.send(post(u"ilink/bot/sendmessage"_s, body, deadline));
    const QString context = body.value(u"msg"_s).toObject().value(u"context_token"_s).toString();
    const QStringList secrets{m_token.reveal(), context};
    onResult(this, sent, [answer, secrets](const Result<io::HttpResponse> &response) {
        if (response && response->status == 413) // correct even if a proxy says it: the message was not taken
            return answer.resolve(fail(ErrorKind::Rejected, Reason::MessageTooLarge, {}, response->status));
        const Result<QByteArray> reply = bodyOf(response);
        if (!reply)
            return answer.resolve(
                fail(isFromFront(reply.error()) ? frontErrorOfSend(reply.error().code) : reply.error()));
        const auto verdict = protocol::ilink::decodeVerdict(*reply);
        if (!verdict)
            return answer.resolve(fail(verdict.error()));
        const bool closed = verdict->code == protocol::ilink::kMustWriteFirst;
        if (!verdict->ok())
            return answer.resolve(
                fail(refusal(*verdict, closed ? Reason::MustWriteFirst : Reason::SendUnclear, secrets)));
        answer.resolve({});
    });
    return answer.future();
}

FutureResult<protocol::ilink::UploadedPicture> ILinkClient::upload(const QByteArray &bytes, const QString &to,
                                                                   milliseconds deadline)
{
    const UploadAnswer answer;
    const QByteArray key = randomBytes(ilink::kKeyBytes);
    const Result<QByteArray> cipher = ilink::encrypted(bytes, key);
    if (!cipher)
        return failedResult<protocol::ilink::UploadedPicture>(cipher.error());
    const QString fileKey = QString::fromLatin1(randomBytes(16).toHex());
    const QByteArray md5 = QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex();
    const QJsonObject asked{{u"filekey"_s, fileKey},
                            {u"media_type"_s, 1},
                            {u"to_user_id"_s, to},
                            {u"rawsize"_s, bytes.size()},
                            {u"rawfilemd5"_s, QString::fromLatin1(md5)},
                            {u"filesize"_s, cipher->size()},
                            {u"no_need_thumb"_s, true},
                            {u"aeskey"_s, QString::fromLatin1(key.toHex())}};
    const protocol::ilink::UploadedPicture picture{.param = {}, .key = key, .cipherSize = cipher->size()};
    onResult(this, m_calls.send(post(u"ilink/bot/getuploadurl"_s, asked, m_deadlines.action)),
             [this, answer, picture, fileKey, deadline, sealed = *cipher](const Result<io::HttpResponse> &response) {
                 const Result<QByteArray> body = bodyOf(response);
                 const auto place = body ? protocol::ilink::decodeUploadPlace(*body)
                                         : Result<protocol::ilink::UploadPlace>(fail(body.error()));
                 putPicture(place, sealed, fileKey, picture, deadline, answer);
             });
    return answer.future();
}

void ILinkClient::putPicture(const Result<protocol::ilink::UploadPlace> &place, const QByteArray &cipher,
                             const QString &fileKey, const protocol::ilink::UploadedPicture &picture,
                             milliseconds deadline, const UploadAnswer &answer)
{
    if (!place) {
        const Error &why = place.error();
        const bool refused = why.kind == ErrorKind::Rejected;
        return answer.resolve(
            fail(refused ? refusal({why.code, why.detail}, Reason::RichMediaFailed, {m_token.reveal()}) : why));
    }
    io::HttpRequest request;
    request.method = "POST";
    request.url = place->url.isEmpty() ? usualUpload(place->param, fileKey) : QUrl(place->url);
    if (!protocol::ilink::isTrusted(request.url, m_base))
        return answer.resolve(fail(ErrorKind::Protocol, Reason::WrongServer, request.url.host()));
    request.headers = {{"Content-Type", "application/octet-stream"}}; // no token: the address itself grants permission
    request.body = cipher;
    request.mode = io::HttpMode::Once;
    request.deadline = deadline;
    onResult(this, m_calls.send(request), [answer, picture](const Result<io::HttpResponse> &response) {
        if (!response)
            return answer.resolve(fail(response.error()));
        protocol::ilink::UploadedPicture uploaded = picture;
        uploaded.param = QString::fromUtf8(response->header("x-encrypted-param"));
        if (response->status != 200 || uploaded.param.isEmpty())
            return answer.resolve(fail(ErrorKind::Rejected, Reason::RichMediaFailed, {}, response->status));
        answer.resolve(uploaded);
    });
}

} // namespace rookery::gateway

#include "moc_ilinkclient.cpp"
