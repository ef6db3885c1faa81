// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/aes.h"

#include <QRandomGenerator>

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

namespace rookery::sim::ilink {

namespace {

constexpr qsizetype kBlock = 16;

struct Free {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

std::optional<QByteArray> sealed(const QByteArray &plain, const QByteArray &key)
{
    const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
    QByteArray cipher(plain.size() + kBlock, '\0');
    auto *to = reinterpret_cast<unsigned char *>(cipher.data());
    int head = 0;
    int tail = 0;
    if (key.size() != kBlock || !context
        || EVP_EncryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, raw(key), nullptr) != 1
        || EVP_EncryptUpdate(context.get(), to, &head, raw(plain), static_cast<int>(plain.size())) != 1
        || EVP_EncryptFinal_ex(context.get(), to + head, &tail) != 1)
        return std::nullopt;
    cipher.truncate(head + tail);
    return cipher;
}

std::optional<QByteArray> opened(const QByteArray &cipher, const QByteArray &key)
{
    const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
    QByteArray plain(cipher.size() + kBlock, '\0');
    auto *to = reinterpret_cast<unsigned char *>(plain.data());
    int head = 0;
    int tail = 0;
    if (key.size() != kBlock || !context
        || EVP_DecryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, raw(key), nullptr) != 1
        || EVP_DecryptUpdate(context.get(), to, &head, raw(cipher), static_cast<int>(cipher.size())) != 1
        || EVP_DecryptFinal_ex(context.get(), to + head, &tail) != 1) {
        ERR_clear_error(); // the error queue belongs to the thread, and TLS reads it
        return std::nullopt;
    }
    plain.truncate(head + tail);
    return plain;
}

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes;
}

} // namespace rookery::sim::ilink
