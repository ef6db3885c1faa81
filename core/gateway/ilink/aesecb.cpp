// SPDX-License-Identifier: GPL-3.0-or-later
#include "aesecb.h"

#include "base/reasons/machine.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <limits>
#include <memory>

namespace rookery::gateway::ilink {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kBlock = 16;

struct Freed {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

} // namespace

Result<QByteArray> encrypted(const QByteArray &plain, const QByteArray &key)
{
    if (key.size() != kKeyBytes || plain.size() > std::numeric_limits<int>::max() - kBlock)
        return fail(ErrorKind::Bug, Reason::Internal, u"no AES-128 key, or more than fits"_s);
    const std::unique_ptr<EVP_CIPHER_CTX, Freed> context(EVP_CIPHER_CTX_new());
    QByteArray output(plain.size() + kBlock, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(output.data());
    int written = 0;
    int last = 0;
    const bool worked = context
        && EVP_EncryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, bytesOf(key), nullptr) == 1
        && EVP_EncryptUpdate(context.get(), out, &written, bytesOf(plain), static_cast<int>(plain.size())) == 1
        && EVP_EncryptFinal_ex(context.get(), out + written, &last) == 1;
    if (!worked) {
        ERR_clear_error(); // the queue belongs to the thread; TLS must not find our errors in it
        return fail(ErrorKind::Bug, Reason::Internal, u"AES-128 is not available"_s);
    }
    output.truncate(written + last);
    return output;
}

} // namespace rookery::gateway::ilink
