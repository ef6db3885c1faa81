// SPDX-License-Identifier: GPL-3.0-or-later
#include "secretstore.h"

#include "keyringstore.h"
#include "secretnames.h"

#include "base/reasons/access.h"

#include <QDir>
#include <QFile>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr qint64 kMaxSecret = 4096;

class MemorySecretStore final : public SecretStore
{
public:
    explicit MemorySecretStore(QObject *parent) : SecretStore(parent) {}

    [[nodiscard]] KeyringState keyring() const override { return KeyringState::None; }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &gateway, SecretKind kind) override
    {
        const auto found = m_secrets.constFind(secretKey(gateway, kind));
        if (found == m_secrets.cend())
            return failedResult<Redacted<QString>>({.kind = ErrorKind::Auth, .reason = Reason::TokenMissing});
        return readyResult<Redacted<QString>>(*found);
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &gateway, SecretKind kind,
                                       const Redacted<QString> &secret) override
    {
        m_secrets.insert(secretKey(gateway, kind), secret);
        return readyResult<void>({});
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway) override
    {
        for (const SecretKind kind : kSecretKinds)
            m_secrets.remove(secretKey(gateway, kind));
        return readyResult<void>({});
    }
    void askAgain() override {}

private:
    QHash<QString, Redacted<QString>> m_secrets;
};

//! Holds the clock of the keyring store. It is a base class so that the clock outlives the store's timers.
struct OwnClock {
    SystemClock clock;
};

class SystemSecretStore final : private OwnClock, public SecretStore
{
public:
    SystemSecretStore(const QString &service, QObject *parent)
        : SecretStore(parent)
        , m_store(clock, makeQtKeyringBackend(service), this)
    {
        connect(&m_store, &SecretStore::keyringChanged, this, &SecretStore::keyringChanged);
    }

    [[nodiscard]] KeyringState keyring() const override { return m_store.keyring(); }
    [[nodiscard]] FutureResult<Redacted<QString>> read(const GatewayId &gateway, SecretKind kind) override
    {
        return m_store.read(gateway, kind);
    }
    [[nodiscard]] FutureResult<> write(const GatewayId &gateway, SecretKind kind,
                                       const Redacted<QString> &secret) override
    {
        return m_store.write(gateway, kind, secret);
    }
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway) override { return m_store.remove(gateway); }
    void askAgain() override { m_store.askAgain(); }

private:
    KeyringSecretStore m_store;
};

} // namespace

GatewayId profileSecrets()
{
    return GatewayId(u"/profile"_s);
}

SecretKind tokenKind(GatewayKind kind)
{
    return traitsOf(kind).token == TokenUse::OneBotPort ? SecretKind::OneBotToken : SecretKind::WebUiToken;
}

QList<SecretKind> foreignSecrets(GatewayKind before, GatewayKind after)
{
    if (before == after)
        return {};
    QList<SecretKind> foreign{SecretKind::WebUiCredential};
    if (tokenKind(before) == SecretKind::WebUiToken && !sameToken(before, after))
        foreign.append(SecretKind::WebUiToken);
    // kinds with a panel also have a OneBot port
    if (tokenKind(after) != SecretKind::OneBotToken && !tokenNeeded(after))
        foreign.append(SecretKind::OneBotToken);
    return foreign;
}

QString secretVariable(const GatewayId &gateway, SecretKind kind)
{
    if (kind == SecretKind::CommandKey)
        return u"ROOKERY_COMMAND_KEY"_s;
    if (kind == SecretKind::ProxyPassword)
        return u"ROOKERY_PROXY_PASSWORD"_s;
    if (kind == SecretKind::WebUiCredential || kind == SecretKind::SyncCursor)
        return {}; // obtained by the program itself, never supplied from outside
    const QString name = u"ROOKERY_SECRET_"_s + gateway.value().toUpper().replace(u'-', u'_');
    return kind == SecretKind::OneBotToken ? QString(name + u"_ONEBOT"_s) : name;
}

QString secretKey(const GatewayId &gateway, SecretKind kind)
{
    switch (kind) {
    case SecretKind::WebUiToken:
        return gateway.value() + u"/webui"_s;
    case SecretKind::OneBotToken:
        return gateway.value() + u"/onebot"_s;
    case SecretKind::SyncCursor:
        return gateway.value() + u"/bookmark"_s;
    case SecretKind::CommandKey:
        return gateway.value() + u"/command-key"_s;
    case SecretKind::ProxyPassword:
        return gateway.value() + u"/proxy-password"_s;
    case SecretKind::WebUiCredential:
        break;
    }
    return gateway.value() + u"/credential"_s;
}

Redacted<QString> secretFromOutside(const GatewayId &gateway, SecretKind kind)
{
    const QString name = secretVariable(gateway, kind);
    if (name.isEmpty())
        return {};
    const QString value = qEnvironmentVariable(name.toLatin1().constData());
    if (!value.isEmpty())
        return Redacted<QString>(value);
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    if (folder.isEmpty())
        return {};
    QFile file(QDir(folder).filePath(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return Redacted<QString>(QString::fromUtf8(file.read(kMaxSecret)).trimmed());
}

std::unique_ptr<SecretStore> makeKeyringSecretStore(const QString &profileKey, QObject *parent)
{
    return std::make_unique<SystemSecretStore>(u"rookery/"_s + profileKey, parent);
}

std::unique_ptr<SecretStore> makeMemorySecretStore(QObject *parent)
{
    return std::make_unique<MemorySecretStore>(parent);
}

} // namespace rookery::config

#include "moc_secretstore.cpp"
