// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <chrono>
#include <utility>

namespace rookery {

//! Tells the caller how to handle a failure; never derived from a text.
enum class ErrorKind {
    Offline, //!< nothing was written: there was no usable connection
    Timeout, //!< the deadline passed; the request may still have taken effect
    Network, //!< the connection failed after something may have been written
    Tls, //!< the peer's certificate is not trusted, or one side uses TLS and the other plain text
    Auth, //!< a secret was refused; never retried without the operator
    RateLimited, //!< retry after Error::retryAfter
    Rejected, //!< the peer understood the request and refused it
    Expired, //!< a credential, code or staged file has expired
    Protocol, //!< the peer did not follow the expected protocol
    Storage, //!< disk, database or keyring
    Cancelled, //!< the operator or the shutdown ended it
    Bug, //!< an internal invariant was violated
};

//! Names the cause of a failure as far as it is known. The causes are the constants of namespace Reason, declared by
//! subject in base/reasons/*.h.
enum class ErrorReason : quint16;

namespace Reason {
inline constexpr ErrorReason None{}; // NOLINT(readability-identifier-naming): read as Reason::None
}

//! Describes a failure as a value. `kind` decides how it is handled, `reason` which text the operator reads.
struct Error {
    ErrorKind kind = ErrorKind::Bug;
    ErrorReason reason = Reason::None;
    int code = 0; //!< the peer's own number (HTTP status, retcode, close code), 0 when it gave none
    QString detail = {}; //!< the peer's or the system's own text, untranslated, free of secrets
    std::chrono::milliseconds retryAfter{0}; //!< only with RateLimited

    bool operator==(const Error &) const = default;
};

template <class T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, ErrorReason reason, QString detail = {}, int code = 0)
{
    return tl::unexpected<Error>(Error{.kind = kind, .reason = reason, .code = code, .detail = std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace rookery
