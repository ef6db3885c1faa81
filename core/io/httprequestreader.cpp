// SPDX-License-Identifier: GPL-3.0-or-later
#include "httprequestreader.h"

#include <QUrl>

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace rookery::io {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

//! Returns false if no method begins like this, so that waiting for more is pointless.
bool beginsLikeAHead(QByteArrayView seen)
{
    return QByteArrayView("\r\n").startsWith(seen.first(std::min<qsizetype>(seen.size(), 2)))
        || (!seen.isEmpty() && seen.front() >= 'A' && seen.front() <= 'Z');
}

//! Returns false for lines with control characters other than tabs and CRLF, and for folded lines. Programs in front
//! of us may end a line at a bare LF, or read a folded header differently.
bool isPlain(QByteArrayView lines)
{
    char before = '\0';
    return std::all_of(lines.cbegin(), lines.cend(), [&before](char c) {
        const char last = std::exchange(before, c);
        if (c == '\n' || last == '\r')
            return c == '\n' && last == '\r';
        if (last == '\n' && (c == ' ' || c == '\t'))
            return false;
        const auto code = static_cast<unsigned char>(c);
        return (code >= 0x20 && code != 0x7f) || c == '\t' || c == '\r';
    });
}

QByteArray bytesOf(string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

bool isNumber(const QByteArray &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

//! Reads one request with Beast's parser. Beast wants the head, and each line between chunks, in one piece.
class HttpRequestReader::Parser final : public http::basic_parser<true>
{
public:
    Parser(qint64 maxHead, qint64 maxBody) : m_maxHead(maxHead), m_maxBody(maxBody)
    {
        // A head is complete and within its limit before it comes here, and is delivered whatever length it announces.
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    [[nodiscard]] bool readHead(QByteArrayView head);
    [[nodiscard]] Piece readBody(QByteArrayView seen);

    IncomingRequest request;
    bool tooLarge = false;
    bool isHttp11 = false;

private:
    [[nodiscard]] qsizetype putInto(QByteArrayView bytes, error_code &error)
    {
        return static_cast<qsizetype>(
            put(boost::asio::const_buffer(bytes.data(), static_cast<std::size_t>(bytes.size())), error));
    }
    [[nodiscard]] bool readTarget();
    [[nodiscard]] bool isFramedOnce() const;
    [[nodiscard]] qsizetype gather(QByteArrayView seen);
    [[nodiscard]] int readChunkLine();

    void on_request_impl(http::verb verb, string_view method, string_view target, int version,
                         error_code &error) override
    {
        if (verb == http::verb::unknown)
            error = http::error::bad_method;
        request.method = bytesOf(method);
        m_target = bytesOf(target);
        isHttp11 = version == 11;
    }
    void on_response_impl(int, string_view, int, error_code &) override {}
    void on_field_impl(http::field, string_view name, string_view value, error_code &) override
    {
        if (!is_header_done()) // trailers of a chunked body are dropped: no gate has judged them
            request.headers.append({bytesOf(name).toLower(), bytesOf(value)});
    }
    void on_header_impl(error_code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}
    std::size_t on_body_impl(string_view body, error_code &) override
    {
        request.body.append(body.data(), static_cast<qsizetype>(body.size()));
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t size, string_view, error_code &) override { m_chunkLeft = size; }
    std::size_t on_chunk_body_impl(std::uint64_t remaining, string_view body, error_code &error) override
    {
        m_chunkLeft = remaining - body.size();
        return on_body_impl(body, error);
    }
    void on_finish_impl(error_code &) override {}

    const qint64 m_maxHead;
    const qint64 m_maxBody;
    QByteArray m_target;
    std::uint64_t m_chunkLeft = 0; //!< bytes of the current chunk that have not come yet
    QByteArray m_line; //!< the line before a chunk, with the CRLF of the previous chunk; at the end with the trailers
    bool m_isLineWhole = false;
    bool m_isFirstChunk = true;
    bool m_isLastChunk = false;
};

bool HttpRequestReader::Parser::readHead(QByteArrayView head)
{
    if (head.startsWith("\r\n")) // RFC 9112 2.2 asks to ignore an empty line before a request
        head = head.sliced(2);
    error_code error;
    if (putInto(head, error) != head.size() || error || !isFramedOnce() || !readTarget())
        return false;
    tooLarge = content_length() && *content_length() > static_cast<std::uint64_t>(m_maxBody);
    body_limit(static_cast<std::uint64_t>(m_maxBody)); // of all chunks
    return true;
}

//! Splits the target. Returns false if it has none of the four forms of RFC 9112 3.2.
bool HttpRequestReader::Parser::readTarget()
{
    const bool isOrigin = m_target.startsWith('/');
    const QUrl target = QUrl::fromEncoded(isOrigin ? "http://h" + m_target : m_target);
    request.path = target.path(QUrl::FullyDecoded);
    request.query = target.query(QUrl::FullyEncoded).toUtf8();
    return isOrigin || !target.host().isEmpty() || m_target == "*" || request.method == "CONNECT";
}

//! Returns whether the head states once, and in words that cannot be read differently, how its body ends. Beast accepts
//! a length that is repeated, and takes a coding that it does not know for a request without a body.
bool HttpRequestReader::Parser::isFramedOnce() const
{
    int statements = 0;
    for (const auto &[name, value] : request.headers) {
        const bool isLength = name == "content-length";
        if (!isLength && name != "transfer-encoding")
            continue;
        ++statements;
        if (isLength ? !isNumber(value) : !isHttp11 || value.compare("chunked", Qt::CaseInsensitive) != 0)
            return false;
    }
    return statements <= 1;
}

HttpRequestReader::Piece HttpRequestReader::Parser::readBody(QByteArrayView seen)
{
    if (tooLarge)
        return {.refusal = 413};
    qsizetype used = 0;
    while (used < seen.size() && !is_done()) {
        const QByteArrayView rest = seen.sliced(used);
        if (chunked() && m_chunkLeft == 0) {
            used += gather(rest);
            if (const int refusal = readChunkLine(); refusal != 0)
                return {.used = used, .refusal = refusal};
        } else {
            error_code error;
            used += putInto(rest, error);
            if (error)
                return {.used = used, .refusal = 400};
        }
    }
    return {.used = used};
}

//! Moves bytes to `m_line`, up to its end or to one byte more than it may have. Returns their number.
qsizetype HttpRequestReader::Parser::gather(QByteArrayView seen)
{
    const QByteArrayView end = m_isLastChunk ? QByteArrayView("\r\n\r\n") : QByteArrayView("\r\n");
    const qsizetype before = m_line.size();
    const qsizetype from = std::max<qsizetype>(m_isFirstChunk ? 0 : 2, before - end.size() + 1);
    m_line.append(seen.first(std::min(seen.size(), static_cast<qsizetype>(m_maxHead) + 1 - before)));
    const qsizetype at = m_line.indexOf(end, from);
    m_isLineWhole = at >= 0;
    if (m_isLineWhole)
        m_line.truncate(at + end.size());
    return m_line.size() - before;
}

//! Reads `m_line` if it is whole. Returns the status to refuse it with; 0: none.
int HttpRequestReader::Parser::readChunkLine()
{
    if (m_line.size() > m_maxHead || !isPlain(m_line))
        return 400;
    if (!m_isLineWhole)
        return 0;
    error_code error;
    (void)putInto(m_line, error);
    if (error == http::error::need_more && !std::exchange(m_isLastChunk, true))
        return 0; // the trailers of the last chunk are missing
    if (error)
        return error == http::error::body_limit ? 413 : 400;
    m_isFirstChunk = false;
    m_line.clear();
    return 0;
}

HttpRequestReader::HttpRequestReader(const ListenerLimits &limits)
    : m_maxHead(limits.maxHead)
    , m_maxBody(limits.maxBody)
{
    restart();
}

HttpRequestReader::~HttpRequestReader() = default;

void HttpRequestReader::restart()
{
    m_parser = std::make_unique<Parser>(m_maxHead, m_maxBody);
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
    if (!m_parser->readHead(seen.first(length)))
        return {.refusal = 400};
    return {.length = length};
}

HttpRequestReader::Piece HttpRequestReader::readBody(QByteArrayView seen)
{
    return m_parser->readBody(seen);
}

bool HttpRequestReader::isWhole() const
{
    return m_parser->is_done();
}

bool HttpRequestReader::wantsUpgrade() const
{
    return m_parser->upgrade() && m_parser->request.method == "GET"
        && m_parser->request.header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
}

bool HttpRequestReader::announcesTooMuch() const
{
    return m_parser->tooLarge;
}

bool HttpRequestReader::keepsAlive() const
{
    return m_parser->keep_alive();
}

bool HttpRequestReader::understandsChunks() const
{
    return m_parser->isHttp11;
}

IncomingRequest &HttpRequestReader::request()
{
    return m_parser->request;
}

const IncomingRequest &HttpRequestReader::request() const
{
    return m_parser->request;
}

} // namespace rookery::io
