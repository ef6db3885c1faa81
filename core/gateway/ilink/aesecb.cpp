// SPDX-License-Identifier: GPL-3.0-or-later
#include "aesecb.h"

#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

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

Result<QByteArray> run(const QByteArray &input, const QByteArray &key, bool encrypting)
{
    if (key.size() != kKeyBytes || input.size() > std::numeric_limits<int>::max() - kBlock)
        return fail(ErrorKind::Bug, Reason::Internal, u"no AES-128 key, or more than fits"_s);
    const std::unique_ptr<EVP_CIPHER_CTX, Freed> context(EVP_CIPHER_CTX_new());
    QByteArray output(input.size() + kBlock, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(output.data());
    int written = 0;
    int last = 0;
    const int way = encrypting ? 1 : 0;
    const bool worked = context
        && EVP_CipherInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, bytesOf(key), nullptr, way) == 1
        && EVP_CipherUpdate(context.get(), out, &written, bytesOf(input), static_cast<int>(input.size())) == 1
        && EVP_CipherFinal_ex(context.get(), out + written, &last) == 1;
    if (!worked) {
        ERR_clear_error(); // the queue belongs to the thread; TLS must not find our errors in it
        return fail(ErrorKind::Protocol, Reason::Garbage, u"not padded as it should be"_s);
    }
    output.truncate(written + last);
    return output;
}

} // namespace

Result<QByteArray> encrypted(const QByteArray &plain, const QByteArray &key)
{
    return run(plain, key, true);
}

Result<QByteArray> decrypted(const QByteArray &cipher, const QByteArray &key)
{
    return run(cipher, key, false);
}

} // namespace rookery::gateway::ilink
