// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/reasons/access.h"
#include "config/secretstore.h"
#include "io/httplistener.h"
#include "model/gateway.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <map>

namespace rookery {

//! Secrets of one gateway in memory, answering at once.
class FakeSecrets final : public config::SecretStore
{
public:
    FakeSecrets() : SecretStore(nullptr) {}
    std::map<config::SecretKind, QString> kept;

    [[nodiscard]] KeyringState keyring() const override { return KeyringState::None; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &, config::SecretKind kind) override
    {
        const auto it = kept.find(kind);
        if (it == kept.end())
            return failedResult<Redacted<QString>>({ErrorKind::Auth, Reason::TokenMissing, 0, {}, milliseconds(0)});
        return readyResult<Redacted<QString>>(Redacted<QString>(it->second));
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &, config::SecretKind kind,
                                       const Redacted<QString> &secret) override
    {
        kept[kind] = secret.reveal();
        return readyResult<void>({});
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &) override
    {
        kept.clear();
        return readyResult<void>({});
    }
    void askAgain() override {}
};

//! A panel whose every answer the test writes down; counts what it was asked.
class FakePanel final
{
public:
    explicit FakePanel(Clock &clock) : m_listener(clock)
    {
        m_listener.setHandler([this](const io::IncomingRequest &request,
                                     const std::shared_ptr<io::Responder> &responder) {
            const QString path = request.path.mid(5); // after "/api/"
            ++asked[path];
            lastBody[path] = QJsonDocument::fromJson(request.body).object();
            lastAuthorization = request.header("authorization");
            const auto it = answers.find(path);
            if (it == answers.end())
                responder->send(404, {{"Content-Type", "text/html"}},
                                "<html><pre>Cannot " + request.method + ' ' + request.path.toUtf8() + "</pre></html>");
            else
                responder->send(200, {{"Content-Type", "application/json"}}, it->second());
        });
        port = m_listener.listen(QHostAddress::LocalHost, 0).value_or(0);
    }

    std::map<QString, std::function<QByteArray()>> answers;
    std::map<QString, int> asked;
    std::map<QString, QJsonObject> lastBody;
    QByteArray lastAuthorization;
    quint16 port = 0;

    [[nodiscard]] GatewayProfile profile() const
    {
        GatewayProfile profile;
        profile.id = GatewayId(QStringLiteral("fake"));
        profile.webUi = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
        return profile;
    }
    void refuse(const QString &path, const QString &message)
    {
        answers[path] = [message] {
            return QJsonDocument(QJsonObject{{QStringLiteral("code"), -1}, {QStringLiteral("message"), message}})
                .toJson();
        };
    }
    void answer(const QString &path, const QJsonValue &data)
    {
        answers[path] = [data] {
            return QJsonDocument(QJsonObject{{QStringLiteral("code"), 0}, {QStringLiteral("data"), data}}).toJson();
        };
    }

private:
    io::HttpListener m_listener;
};

} // namespace rookery
