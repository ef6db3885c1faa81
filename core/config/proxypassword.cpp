// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxypassword.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"

namespace rookery::config {

namespace {

//! Returns a failed read as the failure of a connection: nothing was sent, and it is tried again later.
Error asConnectionTrouble(const Error &read)
{
    const ErrorReason reason = read.reason == Reason::TokenMissing ? Reason::ProxyPasswordMissing : read.reason;
    return {.kind = ErrorKind::Offline, .reason = reason};
}

} // namespace

ProxyPassword::ProxyPassword(SecretStore &secrets, QObject *parent) : QObject(parent), m_secrets(secrets)
{
    m_ready.resolve({});
    connect(&m_secrets, &SecretStore::keyringChanged, this, [this](KeyringState state) {
        if (state == KeyringState::Works && m_trouble.reason != Reason::None && !isBeingRead())
            ask();
    });
}

FutureResult<> ProxyPassword::read()
{
    const bool usable = m_known && m_trouble.reason == Reason::None;
    if (!usable && !isBeingRead())
        ask();
    return m_ready.future();
}

void ProxyPassword::ask()
{
    m_ready = Promise<void>();
    onResult(this, m_epoch, m_secrets.read(profileSecrets(), SecretKind::ProxyPassword),
             [this](const Result<Redacted<QString>> &read) { onRead(read); });
}

void ProxyPassword::onRead(const Result<Redacted<QString>> &read)
{
    const bool found = read && !read->isEmpty();
    const Redacted<QString> value = found ? *read : Redacted<QString>();
    const Error none{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing};
    const Error trouble = found ? Error() : asConnectionTrouble(read ? none : read.error());
    const bool differs = value != m_value || trouble != m_trouble;
    m_value = value;
    m_trouble = trouble;
    m_known = true;
    m_ready.resolve({});
    if (differs)
        Q_EMIT changed();
}

FutureResult<> ProxyPassword::change(const Redacted<QString> &password)
{
    return map(this, m_secrets.write(profileSecrets(), SecretKind::ProxyPassword, password), [this, password] {
        m_epoch.advance();
        m_value = password;
        m_trouble = {};
        m_known = true;
        m_ready.resolve({});
    });
}

} // namespace rookery::config

#include "moc_proxypassword.cpp"
