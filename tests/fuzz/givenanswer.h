// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httpclient.h"
#include "logrules/masking.h"

#include "require.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstddef>
#include <cstdint>

namespace rookery::fuzz {

//! Reads an HTTP answer from an input: its status and its content type in the first line, then the body.
inline io::HttpResponse givenAnswer(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = bytes.indexOf('\n');
    const QByteArray head = end < 0 ? bytes : bytes.first(end);
    io::HttpResponse response;
    response.status = qBound(0, head.left(3).toInt(), 599);
    response.headers = {{"content-type", head.mid(4).trimmed()}};
    response.body = end < 0 ? QByteArray() : bytes.sliced(end + 1);
    return response;
}

//! The body as JSON, read by nobody's code but Qt's.
inline QJsonObject bodyOf(const io::HttpResponse &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

//! What an answer's error keeps of it is short and holds no secret. Where words were cut, what is left may look like a
//! row of a drawn code, which would be masked as well.
inline void requireFitToKeep(const Error &error, qsizetype most)
{
    require(error.detail.size() <= most, "what is kept of a refusal's words is short");
    const bool cut = error.detail.size() + 1 >= most;
    require(cut || logrules::maskSecrets(error.detail) == error.detail, "what is kept of a refusal holds no secret");
    require((error.kind == ErrorKind::RateLimited) == (error.retryAfter.count() > 0), "a limit says how long it lasts");
    require(error.kind != ErrorKind::Bug, "an answer is no fault of ours");
}

} // namespace rookery::fuzz
