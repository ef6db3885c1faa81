// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls.h"

#include "base/reasons/machine.h"

#include <QSslCertificate>
#include <QSslKey>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace rookery::sim {

namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr long kDay = 24L * 60 * 60;

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_ctrl(bio, BIO_CTRL_INFO, 0, static_cast<void *>(&data));
    return {data, static_cast<qsizetype>(size)};
}

Certificate certificateFor(EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    if (!certificate)
        return nullptr;
    quint32 serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof(serial)) != 1)
        return nullptr;
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), static_cast<long>(serial >> 1));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    const auto *common = reinterpret_cast<const unsigned char *>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    const Extension names(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"));
    if (!names || X509_add_ext(certificate.get(), names.get(), -1) != 1)
        return nullptr;
    return X509_sign(certificate.get(), key, EVP_sha256()) > 0 ? std::move(certificate) : nullptr;
}

} // namespace

Result<QSslConfiguration> selfSignedTls()
{
    const auto broken = [] {
        return fail(ErrorKind::Tls, Reason::Internal, QStringLiteral("could not make a certificate"));
    };
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? certificateFor(key.get()) : nullptr;
    const Bio keyText(BIO_new(BIO_s_mem()));
    const Bio certificateText(BIO_new(BIO_s_mem()));
    if (!certificate || !keyText || !certificateText
        || PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1)
        return broken();
    const QSslKey qtKey(contentOf(keyText.get()), QSsl::Ec);
    const QSslCertificate qtCertificate(contentOf(certificateText.get()));
    if (qtKey.isNull() || qtCertificate.isNull())
        return broken();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(qtCertificate);
    configuration.setPrivateKey(qtKey);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace rookery::sim
