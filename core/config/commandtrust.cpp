// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandtrust.h"

#include "profile.h"

#include "base/log.h"
#include "base/reasons/access.h"

#include <QDir>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr qsizetype kShortestKey = 32; //!< characters; our own keys have twice as many

Redacted<QString> makeKey()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof(words));
    return Redacted<QString>(QString::fromLatin1(bytes.toHex()));
}

bool sameCommand(const GatewayProfile &a, const GatewayProfile &b)
{
    return a.id == b.id && a.kind == b.kind && a.folder == b.folder && a.program == b.program
        && a.logCommand == b.logCommand;
}

} // namespace

bool hasCommand(const GatewayProfile &gateway)
{
    return !gateway.logCommand.isEmpty() || !gateway.program.isEmpty();
}

QByteArray commandSeal(const Redacted<QString> &key, const QString &profileFolder, const GatewayProfile &gateway)
{
    const QList<QByteArray> parts{"rookery command 2",         QDir(profileFolder).canonicalPath().toUtf8(),
                                  gateway.id.value().toUtf8(), gatewayKindId(gateway.kind).toUtf8(),
                                  gateway.folder.toUtf8(),     gateway.logCommand.toUtf8(),
                                  gateway.program.toUtf8()};
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, key.reveal().toUtf8());
    for (const QByteArray &part : parts)
        code.addData(QByteArray(QByteArray::number(part.size()) + ':' + part));
    return code.result().toHex();
}

CommandTrust::CommandTrust(SecretStore &secrets, QString profileFolder, const QList<GatewayProfile> &gateways,
                           QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_folder(std::move(profileFolder))
{
    for (const GatewayProfile &gateway : gateways) {
        if (hasCommand(gateway) && !gateway.commandSeal.isEmpty())
            m_sealed.insert(gateway.id, gateway);
    }
    m_ready.resolve({});
    // a keyring that was locked at the start may be unlocked later
    connect(&m_secrets, &SecretStore::keyringChanged, this, [this](KeyringState state) {
        if (state == KeyringState::Works && !m_key.isEmpty() && !m_kept)
            readKey();
    });
    if (!m_sealed.isEmpty())
        readKey();
}

GatewayProfile CommandTrust::runnable(GatewayProfile gateway) const
{
    if (m_trusted.contains(gateway.id) && !gateway.commandLeftOut)
        return gateway;
    gateway.logCommand.clear();
    gateway.program.clear();
    return gateway;
}

void CommandTrust::edited(const GatewayProfile &before, const GatewayProfile &after)
{
    if (!hasCommand(after)) {
        m_sealed.remove(after.id);
        m_trusted.remove(after.id);
        return;
    }
    const bool same = sameCommand(before, after);
    const bool unjudged = same && !before.commandLeftOut && m_sealed.contains(after.id);
    if (after.commandLeftOut || unjudged) {
        m_trusted.remove(after.id);
        if (!same)
            m_sealed.remove(after.id);
        return; // another field of the entry was edited
    }
    m_sealed.remove(after.id);
    m_trusted.insert(after.id);
    if (m_key.isEmpty())
        readKey();
}

void CommandTrust::apply(GatewayProfile &gateway) const
{
    if (m_trusted.contains(gateway.id)) {
        gateway.commandLeftOut = false;
        gateway.commandSeal = m_key.isEmpty() ? QByteArray() : commandSeal(m_key, m_folder, gateway);
    } else if (const auto sealed = m_sealed.constFind(gateway.id); sealed != m_sealed.cend()) {
        gateway.commandSeal = sealed->commandSeal; // the key that made this seal may become readable again
        gateway.commandLeftOut = gateway.commandLeftOut || !m_key.isEmpty();
    } else {
        gateway.commandSeal.clear();
        gateway.commandLeftOut = gateway.commandLeftOut || hasCommand(gateway);
    }
}

void CommandTrust::readKey()
{
    if (std::exchange(m_reading, true))
        return;
    if (m_ready.isResolved())
        m_ready = Promise<void>();
    onResult(this, m_secrets.read(profileSecrets(), SecretKind::CommandKey),
             [this](const Result<Redacted<QString>> &read) { onKey(read); });
}

void CommandTrust::onKey(const Result<Redacted<QString>> &read)
{
    if (read && read->reveal().size() >= kShortestKey) {
        useKey(*read, true);
        return;
    }
    if (read)
        rkWarn("ROOKERY_COMMAND_KEY is too short to count: 32 characters at least");
    const bool none = !read && read.error().reason == Reason::TokenMissing;
    const Redacted<QString> mine = m_key.isEmpty() ? makeKey() : m_key;
    if (!none || m_secrets.keyring() != KeyringState::Works) {
        useKey(mine, false); // a key that we cannot read is not replaced
        return;
    }
    onResult(
        this, m_secrets.write(profileSecrets(), SecretKind::CommandKey, mine),
        [this, mine](const Result<> &written) { useKey(mine, written && m_secrets.keyring() == KeyringState::Works); });
}

void CommandTrust::useKey(const Redacted<QString> &key, bool kept)
{
    m_key = key;
    m_kept = kept;
    m_reading = false;
    QList<GatewayId> trusted;
    QList<GatewayId> leftOut;
    const QHash<GatewayId, GatewayProfile> sealed = m_sealed;
    for (const GatewayProfile &gateway : sealed) {
        if (gateway.commandSeal == commandSeal(m_key, m_folder, gateway)) {
            m_sealed.remove(gateway.id);
            m_trusted.insert(gateway.id);
            trusted.append(gateway.id);
            continue;
        }
        if (kept)
            m_sealed.remove(gateway.id); // the only key does not match, so none ever will
        leftOut.append(gateway.id);
        if (kept)
            rkWarn("{}: its command was not typed here and is not run; confirm it (rookeryctl gateway "
                   "allow-command {})",
                   gateway.id.value(), gateway.id.value());
        else
            rkWarn("{}: its command was not typed here, as far as can be told without a keyring, and is not run; "
                   "confirm it for this run, or give ROOKERY_COMMAND_KEY and confirm it once",
                   gateway.id.value());
    }
    m_ready.resolve({});
    Q_EMIT judged(trusted, leftOut);
}

} // namespace rookery::config

#include "moc_commandtrust.cpp"
