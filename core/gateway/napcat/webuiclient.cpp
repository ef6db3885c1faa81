// SPDX-License-Identifier: GPL-3.0-or-later
#include "webuiclient.h"

#include "napcatanswers.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "gateway/answershape.h"
#include "gateway/tokens.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Hashes the token for the login (docs/protocol/napcat.md, "Panel: login").
QString loginHash(const QString &token)
{
    const QByteArray salted = (token + u".napcat"_s).toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(salted, QCryptographicHash::Sha256).toHex());
}

} // namespace

WebUiClient::WebUiClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                         const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_base(profile.webUi)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_deadlines(deadlines)
    , m_http(clock, network)
    , m_logins(this)
    , m_nextSecond(clock, [this] { std::exchange(m_afterNextSecond, {})(); })
{
    connect(&m_http, &io::HttpClient::certificateRefused, this, &WebUiClient::certificateRefused);
}

QUrl WebUiClient::url(const QString &path) const
{
    QString base = m_base.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    QUrl url = m_base.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    url.setPath(base + u"/api/"_s + path);
    return url;
}

QUrl WebUiClient::socketUrl(const QString &path) const
{
    QUrl result = url(path);
    result.setScheme(result.scheme() == u"https"_s ? u"wss"_s : u"ws"_s);
    return result;
}

void WebUiClient::forgetRefusal()
{
    m_refusal.reset();
}

void WebUiClient::dropCredential()
{
    if (!m_credential.isEmpty())
        m_refusedCredential = std::exchange(m_credential, {});
}

FutureResult<bool> WebUiClient::probe()
{
    Promise<bool> answer;
    onResult(this, storedCredential(), [this, answer](const Result<> &) {
        const Call check{"POST", u"auth/check"_s, {}, io::HttpMode::Idempotent};
        onResult(this, exchange(check, m_credential), [this, answer](const Result<QJsonValue> &result) {
            if (result) {
                answer.resolve(true);
            } else if (result.error().kind == ErrorKind::Expired) {
                dropCredential();
                answer.resolve(false);
            } else {
                Error error = result.error();
                // every version has this call, so its absence means another kind of server
                if (error.reason == Reason::OldVersion)
                    error = frontError(error.code);
                answer.resolve(fail(error));
            }
        });
    });
    return answer.future();
}

FutureResult<> WebUiClient::authorise()
{
    if (m_refusal)
        return failedResult<void>(*m_refusal);
    if (!m_credential.isEmpty())
        return readyResult<void>({});
    return m_logins.run(0, [this] {
        Promise<void> answer;
        onResult(this, storedCredential(), [this, answer](const Result<> &) {
            if (m_credential.isEmpty())
                pipe(this, loginSoon(), answer);
            else
                answer.resolve({});
        });
        return answer.future();
    });
}

FutureResult<> WebUiClient::submitTotp(const Redacted<QString> &code)
{
    return m_logins.run(1, [this, code] { return login(code); });
}

FutureResult<> WebUiClient::storedCredential()
{
    if (std::exchange(m_storeAsked, true) || !m_credential.isEmpty())
        return readyResult<void>({});
    Promise<void> answer;
    onResult(this, m_secrets.read(m_profile.id, config::SecretKind::WebUiCredential),
             [this, answer](const Result<Redacted<QString>> &stored) {
                 // a missing one is not a failure: a login follows
                 if (stored && m_credential.isEmpty())
                     m_credential = *stored;
                 answer.resolve({});
             });
    return answer.future();
}

FutureResult<> WebUiClient::loginSoon()
{
    if (m_lastLogin) {
        const milliseconds passed = m_clock.now() - *m_lastLogin;
        if (passed < kLoginEvery) {
            Error error{ErrorKind::RateLimited, Reason::LoginRateLimit, 0, {}, kLoginEvery - passed};
            return failedResult<void>(error);
        }
    }
    return login({});
}

FutureResult<> WebUiClient::login(const Redacted<QString> &totp)
{
    Promise<void> answer;
    onResult(this, readToken(this, m_secrets, m_profile, config::SecretKind::WebUiToken),
             [this, answer, totp](const Result<Redacted<QString>> &token) {
                 if (token)
                     sendLogin(token->reveal(), totp, false, answer);
                 else
                     answer.resolve(fail(token.error()));
             });
    return answer.future();
}

void WebUiClient::sendLogin(const QString &token, const Redacted<QString> &totp, bool again,
                            const Promise<void> &answer)
{
    m_lastLogin = m_clock.now();
    QJsonObject body{{u"hash"_s, loginHash(token)}};
    if (!totp.isEmpty())
        body.insert(u"totpCode"_s, totp.reveal());
    const auto done = [this, token, totp, again, answer](const Result<QJsonValue> &result) {
        if (!result) {
            if (result.error().reason == Reason::TokenWrong)
                m_refusal = result.error();
            answer.resolve(fail(result.error()));
            return;
        }
        const Result<Redacted<QString>> credential = napcatCredential(*result);
        if (!credential) {
            answer.resolve(fail(credential.error()));
        } else if (*credential == m_refusedCredential && !again) {
            // within one second NapCat issues the same credential again, revoked or not
            m_afterNextSecond = [this, token, totp, answer] { sendLogin(token, totp, true, answer); };
            m_nextSecond.start(milliseconds(1100));
        } else {
            take(*credential, answer);
        }
    };
    onResult(this, exchange({"POST", u"auth/login"_s, body, io::HttpMode::Once}, {}), done);
}

void WebUiClient::take(const Redacted<QString> &credential, const Promise<void> &answer)
{
    m_credential = credential;
    m_refusal.reset();
    // usable at once, even if it cannot be stored
    onResult(this, m_secrets.write(m_profile.id, config::SecretKind::WebUiCredential, credential),
             [answer](const Result<> &) { answer.resolve({}); });
}

FutureResult<QJsonValue> WebUiClient::get(const QString &path)
{
    return call({"GET", path, {}, io::HttpMode::Idempotent});
}

FutureResult<QJsonValue> WebUiClient::post(const QString &path, const QJsonObject &body, io::HttpMode mode)
{
    return call({"POST", path, body, mode});
}

FutureResult<QJsonValue> WebUiClient::call(const Call &what)
{
    Promise<QJsonValue> answer;
    attempt(what, false, answer);
    return answer.future();
}

void WebUiClient::attempt(const Call &what, bool again, const Promise<QJsonValue> &answer)
{
    onResult(this, authorise(), [this, what, again, answer](const Result<> &authorised) {
        if (!authorised) {
            answer.resolve(fail(authorised.error()));
            return;
        }
        const Redacted<QString> used = m_credential;
        onResult(this, exchange(what, used), [this, what, again, answer, used](const Result<QJsonValue> &result) {
            if (result || result.error().reason != Reason::CredentialExpired) {
                answer.resolve(result);
                return;
            }
            // another call may have logged in again meanwhile
            if (m_credential == used)
                dropCredential();
            if (again)
                answer.resolve(result);
            else
                attempt(what, true, answer);
        });
    });
}

FutureResult<QJsonValue> WebUiClient::exchange(const Call &what, const Redacted<QString> &credential)
{
    io::HttpRequest request;
    request.method = what.method;
    request.url = url(what.path);
    request.mode = what.mode;
    request.deadline = m_deadlines.webUi;
    if (!credential.isEmpty())
        request.headers.emplaceBack("Authorization", QByteArray("Bearer " + credential.reveal().toUtf8()));
    if (what.method != "GET") {
        // without a JSON body, the panel's handlers fail
        request.headers.emplaceBack("Content-Type", "application/json");
        request.body = QJsonDocument(what.body).toJson(QJsonDocument::Compact);
    }
    Promise<QJsonValue> answer;
    const SteadyTime sent = m_clock.now();
    onResult(this, m_http.send(request), [this, answer, sent](const Result<io::HttpResponse> &response) {
        if (!response) {
            answer.resolve(fail(response.error()));
            return;
        }
        m_latency = m_clock.now() - sent;
        answer.resolve(napcatData(*response));
    });
    return answer.future();
}

} // namespace rookery::gateway

#include "moc_webuiclient.cpp"
