// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpstatus.h"

#include <ostream> // status.hpp forgets it

#include <boost/beast/http/status.hpp>

namespace rookery::io {

QByteArray reasonPhrase(int status)
{
    namespace http = boost::beast::http;
    const auto phrase = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
    return QByteArray(phrase.data(), static_cast<qsizetype>(phrase.size()));
}

} // namespace rookery::io
