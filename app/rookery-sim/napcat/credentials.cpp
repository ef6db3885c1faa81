// SPDX-License-Identifier: GPL-3.0-or-later
#include "credentials.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

constexpr qint64 kLifeSeconds = 3600;
constexpr seconds kRateWindow{60};

QByteArray fromBase32(const QString &text)
{
    QByteArray bytes;
    quint32 buffer = 0;
    int bits = 0;
    const QString upper = text.toUpper();
    for (const QChar c : upper) {
        int value = -1;
        if (c >= u'A' && c <= u'Z')
            value = c.unicode() - u'A';
        else if (c >= u'2' && c <= u'7')
            value = c.unicode() - u'2' + 26;
        if (value < 0)
            continue;
        buffer = (buffer << 5) | static_cast<quint32>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.append(static_cast<char>((buffer >> bits) & 0xff));
        }
    }
    return bytes;
}

} // namespace

Credentials::Credentials(State &state) : m_state(state), m_token(state.options.token)
{
    for (int i = 0; i < 8; ++i) {
        const quint32 word = QRandomGenerator::system()->generate();
        m_key.append(QByteArray::number(word, 16));
    }
    m_state.observeIssued(u"webuiToken"_s, m_token);
}

QString Credentials::expectedHash() const
{
    const QByteArray salted = m_token.toUtf8() + ".napcat";
    return QString::fromLatin1(QCryptographicHash::hash(salted, QCryptographicHash::Sha256).toHex());
}

QByteArray Credentials::sign(const QByteArray &data) const
{
    return QMessageAuthenticationCode::hash(data, m_key, QCryptographicHash::Sha256).toHex();
}

QByteArray Credentials::issue() const
{
    const QByteArray data = "{\"CreatedTime\":" + QByteArray::number(m_state.nowSeconds()) + ",\"HashEncoded\":\""
        + expectedHash().toLatin1() + "\"}";
    return QByteArray("{\"Data\":" + data + ",\"Hmac\":\"" + sign(data) + "\"}").toBase64();
}

bool Credentials::isLimited(const QString &peer)
{
    if (m_state.faults.isOn(u"login-rate-limit"_s))
        return true;
    const WallTime now = m_state.clock.wallNow();
    Window &window = m_windows[peer];
    if (window.attempts == 0 || now - window.start >= kRateWindow)
        window = {.start = now, .attempts = 0};
    return ++window.attempts > m_state.options.loginRate;
}

Credentials::Outcome Credentials::login(const QString &hash, const QString &totpCode, const QString &peer)
{
    if (hash.isEmpty())
        return {.error = u"token is empty"_s, .data = {}};
    if (isLimited(peer))
        return {.error = u"login rate limit"_s, .data = {}};
    if (hash != expectedHash())
        return {.error = u"token is invalid"_s, .data = {}};
    QJsonObject data;
    if (needsTotp()) {
        if (totpCode.isEmpty()) {
            return {.error = {},
                    .data = {{u"require2FA"_s, true}, {u"message"_s, u"Please enter your authenticator code"_s}}};
        }
        const qint64 step = m_state.nowSeconds() / 30;
        if (totpCode != totpAt(step) && totpCode != totpAt(step - 1) && totpCode != totpAt(step + 1))
            return {.error = u"Invalid or expired code"_s, .data = {}};
        data.insert(u"require2FA"_s, false);
    }
    ++m_logins;
    const QString credential = QString::fromLatin1(issue());
    m_state.observeIssued(u"credential"_s, credential);
    data.insert(u"Credential"_s, credential);
    return {.error = {}, .data = data};
}

bool Credentials::isValid(const QByteArray &credential) const
{
    if (credential.isEmpty() || m_revoked.contains(credential))
        return false;
    const QJsonObject whole = QJsonDocument::fromJson(QByteArray::fromBase64(credential)).object();
    const QJsonObject data = whole.value("Data"_L1).toObject();
    // Qt writes keys in alphabetical order, the order in which they were signed
    const QByteArray text = QJsonDocument(data).toJson(QJsonDocument::Compact);
    if (data.isEmpty() || sign(text) != whole.value("Hmac"_L1).toString().toLatin1())
        return false;
    const qint64 age = m_state.nowSeconds() - data.value("CreatedTime"_L1).toInteger();
    return data.value("HashEncoded"_L1).toString() == expectedHash() && age <= kLifeSeconds;
}

void Credentials::revoke(const QByteArray &credential)
{
    m_revoked.insert(credential);
}

QString Credentials::updateToken(const QString &oldToken, const QString &newToken, const QByteArray &credential)
{
    if (newToken.isEmpty())
        return u"newToken is empty"_s;
    if (oldToken.isEmpty())
        return u"oldToken is required"_s;
    if (oldToken == newToken)
        return u"新密码不能与旧密码相同"_s;
    if (newToken.size() < 6)
        return u"新密码至少需要6个字符"_s;
    if (!std::any_of(newToken.cbegin(), newToken.cend(), [](QChar c) { return c.isLetter(); }))
        return u"新密码必须包含字母"_s;
    if (!std::any_of(newToken.cbegin(), newToken.cend(), [](QChar c) { return c.isDigit(); }))
        return u"新密码必须包含数字"_s;
    revoke(credential);
    if (oldToken != m_token)
        return u"旧 token 不匹配"_s;
    m_token = newToken;
    m_state.observeIssued(u"webuiToken"_s, m_token);
    return {};
}

bool Credentials::needsTotp() const
{
    return !m_state.options.totpSecret.isEmpty() || m_state.faults.isOn(u"totp"_s);
}

QString Credentials::totpCode() const
{
    return totpAt(m_state.nowSeconds() / 30);
}

// Computes a code by RFC 6238 with SHA-1, six digits, 30 s.
QString Credentials::totpAt(qint64 step) const
{
    const QString secret = m_state.options.totpSecret.isEmpty() ? u"JBSWY3DPEHPK3PXP"_s : m_state.options.totpSecret;
    QByteArray counter(8, '\0');
    qToBigEndian(step, counter.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(counter, fromBase32(secret), QCryptographicHash::Sha1);
    const auto offset = static_cast<qsizetype>(static_cast<quint8>(mac.back()) & 0x0f);
    const quint32 number = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7fffffffU;
    return QString::number(number % 1'000'000).rightJustified(6, u'0');
}

} // namespace rookery::sim::napcat
