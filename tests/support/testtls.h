// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace rookery {

//! A self-signed certificate for localhost and its key, valid for a hundred years; worth nothing outside tests.
[[nodiscard]] inline QSslConfiguration testTlsConfiguration()
{
    const QByteArray key(R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKaxHeuci9NQAWSa0
qGFY0q5f8gOXS1iDFx4gi4wczPyhRANCAARnX9GQAPHWyv5b15tOQrXiIUw8g31g
6d6sEg4dRJJacydlyK/yOPZLEu9TR+fagFouzNAXntSk+VxpAdNHGTRD
-----END PRIVATE KEY-----
)");
    const QByteArray certificate(R"(-----BEGIN CERTIFICATE-----
MIIBsTCCAVegAwIBAgIUL7qXZCz1U/z1FvrvDbHoYzCa6SUwCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUcm9va2VyeSB0ZXN0IGdhdGV3YXkwIBcNMjYxMTIxMDEwMjI1
WhgPMjEyNjEwMjgwMTAyMjVaMB8xHTAbBgNVBAMMFHJvb2tlcnkgdGVzdCBnYXRl
d2F5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ1/RkADx1sr+W9ebTkK14iFM
PIN9YOnerBIOHUSSWnMnZciv8jj2SxLvU0fn2oBaLszQF57UpPlcaQHTRxk0Q6Nv
MG0wHQYDVR0OBBYEFG2MJbccoYlMedXPhijTTUFxGXjNMB8GA1UdIwQYMBaAFG2M
JbccoYlMedXPhijTTUFxGXjNMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJ
bG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0gAMEUCIQD5tQYsWkVswtwxLvyq
oSfVXucEX+dFNoUFRC72oH0sMwIgDqxeBKEJxkz11VHxMMniluuKPqd1nFr5ek1b
OMEW7Os=
-----END CERTIFICATE-----
)");
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(certificate));
    configuration.setPrivateKey(QSslKey(key, QSsl::Ec));
    return configuration;
}

[[nodiscard]] inline QByteArray testTlsFingerprint()
{
    return testTlsConfiguration().localCertificate().digest(QCryptographicHash::Sha256);
}

} // namespace rookery
