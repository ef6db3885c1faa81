// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reason.h"

#include <QString>

#include <tl/expected.hpp>

#include <chrono>
#include <utility>

namespace rookery {

//! What a caller does next about a failure; never derived from a text.
enum class ErrorKind {
    Offline, //!< nothing was written: there was no usable connection
    Timeout, //!< the deadline passed; what was asked for may have happened
    Network, //!< the connection failed after something may have been written
    Tls, //!< the peer's certificate is not trusted, or TLS and plain text met
    Auth, //!< a secret was refused; never tried again without the operator
    RateLimited, //!< come back after Error::retryAfter
    Rejected, //!< the peer understood and refused
    Expired, //!< a credential, code or staged file is past its life
    Protocol, //!< the peer said something that is not the expected protocol
    Storage, //!< disk, database or keyring
    Cancelled, //!< the operator or the shutdown ended it
    Bug, //!< an invariant of ours broke
};

//! A failure as a value. `kind` decides what happens, `reason` which words the operator reads.
struct Error {
    ErrorKind kind = ErrorKind::Bug;
    Reason reason = Reason::None;
    int code = 0; //!< the peer's own number (HTTP status, retcode, close code), 0 when it gave none
    QString detail = {}; //!< the peer's or the system's own text, untranslated, free of secrets
    std::chrono::milliseconds retryAfter{0}; //!< only with RateLimited

    bool operator==(const Error &) const = default;
};

template <class T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, Reason reason, QString detail = {}, int code = 0)
{
    return tl::unexpected<Error>(Error{.kind = kind, .reason = reason, .code = code, .detail = std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace rookery
