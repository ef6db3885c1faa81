// SPDX-License-Identifier: GPL-3.0-or-later
// Anybody who reaches our port may write to it: what is taken for a request is the same however the network cuts it,
// keeps to the limits, and is read back the same when it is written again.
#include "io/httprequestreader.h"
#include "require.h"

#include <QUrl>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace rookery;
using namespace rookery::io;
using rookery::fuzz::require;

namespace {

const ListenerLimits kLimits{.maxHead = 512, .maxBody = 256};

//! What a connection's bytes were taken for.
struct Requests {
    QList<IncomingRequest> whole;
    int refusal = 0; //!< of the request after these
    bool upgrade = false;
};

bool isHeaderText(const QByteArray &text)
{
    return std::none_of(text.cbegin(), text.cend(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void requireSoundHead(const IncomingRequest &request, qsizetype length)
{
    qsizetype kept = request.method.size() + request.path.size();
    for (const auto &[name, value] : request.headers) {
        const bool isWord = std::none_of(name.cbegin(), name.cend(), [](char c) { return c <= ' ' || c == ':'; });
        require(!name.isEmpty() && isWord && name == name.toLower(), "a header's name is one word, in small letters");
        require(isHeaderText(name) && isHeaderText(value), "a header is one line");
        kept += name.size() + value.size();
    }
    const auto isFraming = [](const auto &header) {
        return header.first == "content-length" || header.first == "transfer-encoding";
    };
    require(std::count_if(request.headers.cbegin(), request.headers.cend(), isFraming) <= 1,
            "the end of a body is stated once");
    require(kept <= length, "no more is kept of a head than there was");
    require(request.query.size() <= 9 * length, "nor of its query, where each byte may be written as nine");
    require(length <= kLimits.maxHead, "a head keeps to its limit");
    require(request.body.isEmpty(), "a head is told before anything of its body is read");
}

//! Reads as a connection does: what has come is looked at again with each piece, until the next request is whole.
class Connection final
{
public:
    //! Takes what has come since the last call; false: nothing more is read from this connection.
    [[nodiscard]] bool take(QByteArrayView seen)
    {
        while (!seen.isEmpty()) {
            const qsizetype used = m_inBody ? takeBody(seen) : takeHead(seen);
            if (m_requests.refusal != 0 || m_requests.upgrade)
                return false;
            if (used == 0)
                return true;
            seen = seen.sliced(used);
            m_used += used;
            if (m_inBody)
                continue;
            m_requests.whole.append(m_reader.request());
            if (!m_reader.keepsAlive())
                return false;
            m_reader.restart();
        }
        return true;
    }
    [[nodiscard]] qsizetype used() const { return m_used; }
    [[nodiscard]] const Requests &requests() const { return m_requests; }

private:
    qsizetype takeHead(QByteArrayView seen)
    {
        const auto head = m_reader.readHead(seen.first(std::min<qsizetype>(seen.size(), kLimits.maxHead + 1)));
        m_requests.refusal = head.refusal;
        if (head.refusal != 0 || head.length == 0)
            return 0;
        require(head.length <= seen.size(), "no more is used than there is");
        requireSoundHead(m_reader.request(), head.length);
        m_requests.upgrade = m_reader.wantsUpgrade();
        if (!m_requests.upgrade && m_reader.announcesTooMuch())
            m_requests.refusal = 413;
        m_inBody = !m_reader.isWhole();
        return head.length;
    }
    qsizetype takeBody(QByteArrayView seen)
    {
        const auto read = m_reader.readBody(seen);
        require(read.used <= seen.size(), "no more is used than there is");
        require(m_reader.request().body.size() <= kLimits.maxBody, "a body keeps to its limit");
        m_requests.refusal = read.refusal;
        if (read.refusal != 0)
            return 0;
        require(read.used > 0, "each piece of a body is used");
        m_inBody = !m_reader.isWhole();
        return read.used;
    }

    HttpRequestReader m_reader{kLimits};
    Requests m_requests;
    qsizetype m_used = 0;
    bool m_inBody = false;
};

Requests readRequests(const QByteArray &bytes, qsizetype piece)
{
    Connection connection;
    for (qsizetype come = 0; come < bytes.size();) {
        come = std::min(come + piece, bytes.size());
        if (!connection.take(QByteArrayView(bytes).first(come).sliced(connection.used())))
            break;
    }
    return connection.requests();
}

bool isSame(const IncomingRequest &a, const IncomingRequest &b)
{
    return a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers && a.body == b.body;
}

//! Says how long the body is or what becomes of the connection: written anew, it may be said in another way.
bool isAboutTheWire(const QByteArray &name)
{
    return name == "content-length" || name == "transfer-encoding" || name == "connection" || name == "upgrade"
        || name == "proxy-connection";
}

void requireReadBack(IncomingRequest request)
{
    if (request.method == "CONNECT" || !request.path.startsWith(u'/'))
        return; // another form of target
    QByteArray head = request.method + ' ' + QUrl::toPercentEncoding(request.path, "/");
    if (!request.query.isEmpty())
        head += '?' + request.query;
    head += " HTTP/1.1\r\n";
    request.headers.removeIf([](const auto &header) { return isAboutTheWire(header.first); });
    request.headers.append({"content-length", QByteArray::number(request.body.size())});
    for (const auto &[name, value] : std::as_const(request.headers))
        head += name + ':' + value + "\r\n";
    head += "\r\n";
    if (head.size() > kLimits.maxHead)
        return;
    const Requests again = readRequests(head + request.body, 64 * 1024);
    require(again.refusal == 0 && again.whole.size() == 1, "what was read can be written");
    require(isSame(again.whole.constFirst(), request), "what was written is read back the same");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const Requests all = readRequests(bytes, std::max<qsizetype>(1, bytes.size()));
    const Requests cut = readRequests(bytes, 1 + bytes.size() % 7);
    require(all.refusal == cut.refusal && all.upgrade == cut.upgrade, "how the bytes come decides nothing");
    require(std::equal(all.whole.cbegin(), all.whole.cend(), cut.whole.cbegin(), cut.whole.cend(), &isSame),
            "how the bytes come changes no request");
    for (const IncomingRequest &request : all.whole) {
        (void)request.queryValue(QStringLiteral("access_token"));
        requireReadBack(request);
    }
    return 0;
}
