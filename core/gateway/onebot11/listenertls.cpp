// SPDX-License-Identifier: GPL-3.0-or-later
#include "listenertls.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>
#include <QThreadPool>

namespace rookery::gateway {

namespace {

constexpr qint64 kMaxPem = 1024 * 1024; //!< bytes; a long chain has a few dozen KiB

Result<QByteArray> readPem(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return fail(ErrorKind::Storage, Reason::FileMissing, path);
    // a pipe would block the thread forever
    if (!QFileInfo(path).isFile() || file.size() > kMaxPem || !file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, path);
    return file.read(kMaxPem);
}

Result<QSslConfiguration> readBoth(const ListenerSettings &settings)
{
    const Result<QByteArray> chain = readPem(settings.certificate);
    if (!chain)
        return fail(chain.error());
    const Result<QByteArray> pem = readPem(settings.key);
    if (!pem)
        return fail(pem.error());
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(*chain, QSsl::Pem);
    if (certificates.isEmpty())
        return fail(ErrorKind::Tls, Reason::BadInput, settings.certificate);
    const QSslKey key(*pem, certificates.constFirst().publicKey().algorithm());
    if (key.isNull())
        return fail(ErrorKind::Tls, Reason::BadInput, settings.key);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(certificates);
    tls.setPrivateKey(key);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return tls;
}

} // namespace

FutureResult<QSslConfiguration> readListenerTls(const ListenerSettings &settings)
{
    const Promise<QSslConfiguration> answer;
    auto future = answer.future();
    QThreadPool::globalInstance()->start([answer, settings] { answer.resolve(readBoth(settings)); });
    return future;
}

} // namespace rookery::gateway
