// SPDX-License-Identifier: GPL-3.0-or-later
#include "httprequestreader.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace rookery::io {

namespace {

HttpRequestReader *self(http_parser *parser)
{
    return static_cast<HttpRequestReader *>(parser->data);
}

//! Returns false if no method begins like this, so that waiting for more is pointless.
bool beginsLikeAHead(QByteArrayView seen)
{
    return QByteArrayView("\r\n").startsWith(seen.first(std::min<qsizetype>(seen.size(), 2)))
        || (!seen.isEmpty() && seen.front() >= 'A' && seen.front() <= 'Z');
}

//! Returns false for a head with control characters other than tabs and CRLF. The parser accepts a bare LF as the end
//! of a line, and two of them as the end of the head: the rest of what we took for the head would be read as a body
//! that no gate has judged, or be lost. It also accepts a NUL in some headers.
bool isPlain(QByteArrayView seen)
{
    char before = '\0';
    return std::all_of(seen.cbegin(), seen.cend(), [&before](char c) {
        const bool afterCr = std::exchange(before, c) == '\r';
        if (c == '\n' || afterCr)
            return c == '\n' && afterCr;
        const auto code = static_cast<unsigned char>(c);
        return (code >= 0x20 && code != 0x7f) || c == '\t' || c == '\r';
    });
}

//! Returns whether a header name contains a space. RFC 9112 5.1 forbids one before the colon; the parser accepts
//! "Content-Length : 5" as a length, but a lookup by name would not find that header.
bool hasBlankInAName(const HttpHeaders &headers)
{
    return std::any_of(headers.cbegin(), headers.cend(), [](const auto &header) { return header.first.contains(' '); });
}

} // namespace

const http_parser_settings &HttpRequestReader::callbacks()
{
    static const http_parser_settings settings = [] {
        http_parser_settings s;
        http_parser_settings_init(&s);
        s.on_url = &HttpRequestReader::onUrl;
        s.on_header_field = &HttpRequestReader::onField;
        s.on_header_value = &HttpRequestReader::onValue;
        s.on_headers_complete = &HttpRequestReader::onHeadersComplete;
        s.on_body = &HttpRequestReader::onBody;
        s.on_message_complete = &HttpRequestReader::onComplete;
        return s;
    }();
    return settings;
}

int HttpRequestReader::onUrl(http_parser *parser, const char *at, size_t length)
{
    self(parser)->m_target.append(at, static_cast<qsizetype>(length));
    return 0;
}

int HttpRequestReader::onField(http_parser *parser, const char *at, size_t length)
{
    HttpRequestReader *r = self(parser);
    if (r->m_headersDone)
        return 0; // trailers of a chunked body are dropped: no gate has judged them
    if (std::exchange(r->m_valueSeen, false))
        r->m_request.headers.append({QByteArray(), QByteArray()});
    r->m_request.headers.last().first.append(QByteArray(at, static_cast<qsizetype>(length)).toLower());
    return 0;
}

int HttpRequestReader::onValue(http_parser *parser, const char *at, size_t length)
{
    HttpRequestReader *r = self(parser);
    r->m_valueSeen = true;
    if (!r->m_headersDone && !r->m_request.headers.isEmpty())
        r->m_request.headers.last().second.append(at, static_cast<qsizetype>(length));
    return 0;
}

int HttpRequestReader::onHeadersComplete(http_parser *parser)
{
    HttpRequestReader *r = self(parser);
    r->m_headersDone = true;
    r->m_wantsUpgrade = parser->upgrade != 0 && parser->method == HTTP_GET
        && r->m_request.header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
    parser->upgrade = r->m_wantsUpgrade ? 1 : 0; // any other offer (h2c) is ignored, as RFC 9110 allows
    r->m_tooLarge = parser->content_length != UINT64_MAX && parser->content_length > static_cast<quint64>(r->m_maxBody);
    return 0;
}

int HttpRequestReader::onBody(http_parser *parser, const char *at, size_t length)
{
    HttpRequestReader *r = self(parser);
    if (r->m_request.body.size() + static_cast<qint64>(length) > r->m_maxBody) {
        r->m_tooLarge = true;
        return 1;
    }
    r->m_request.body.append(at, static_cast<qsizetype>(length));
    return 0;
}

int HttpRequestReader::onComplete(http_parser *parser)
{
    HttpRequestReader *r = self(parser);
    r->m_whole = true;
    r->m_keepAlive = http_should_keep_alive(parser) != 0;
    http_parser_pause(parser, 1); // bytes of a pipelined next request do not belong to this one
    return 0;
}

void HttpRequestReader::restart()
{
    http_parser_init(&m_parser, HTTP_REQUEST);
    m_request = {};
    m_target.clear();
    m_valueSeen = true;
    m_headersDone = m_whole = m_wantsUpgrade = m_tooLarge = false;
    m_keepAlive = true;
}

qsizetype HttpRequestReader::execute(QByteArrayView bytes)
{
    m_parser.data = this;
    return static_cast<qsizetype>(
        http_parser_execute(&m_parser, &callbacks(), bytes.data(), static_cast<size_t>(bytes.size())));
}

bool HttpRequestReader::failed() const
{
    const http_errno error = HTTP_PARSER_ERRNO(&m_parser);
    return error != HPE_OK && error != HPE_PAUSED;
}

HttpRequestReader::Head HttpRequestReader::readHead(QByteArrayView seen)
{
    const qsizetype end = seen.indexOf("\r\n\r\n");
    const qsizetype length = end < 0 ? seen.size() : end + 4;
    if (!beginsLikeAHead(seen) || !isPlain(seen.first(length)))
        return {.refusal = 400};
    if (length > m_maxHead)
        return {.refusal = 431};
    if (end < 0)
        return {};
    if (execute(seen.first(length)) != length || !m_headersDone || failed() || hasBlankInAName(m_request.headers))
        return {.refusal = 400};
    m_request.method = http_method_str(static_cast<http_method>(m_parser.method));
    const QUrl target = QUrl::fromEncoded(m_target.startsWith('/') ? "http://h" + m_target : m_target);
    m_request.path = target.path(QUrl::FullyDecoded);
    m_request.query = target.query(QUrl::FullyEncoded).toUtf8();
    return {.length = length};
}

HttpRequestReader::Piece HttpRequestReader::readBody(QByteArrayView seen)
{
    const qsizetype used = execute(seen);
    if (m_tooLarge)
        return {.used = used, .refusal = 413};
    return {.used = used, .refusal = failed() ? 400 : 0};
}

bool HttpRequestReader::understandsChunks() const
{
    return m_parser.http_major == 1 && m_parser.http_minor == 1;
}

} // namespace rookery::io
