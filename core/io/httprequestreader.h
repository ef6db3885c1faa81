// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httplistener.h"

#include <QByteArrayView>

#include <http_parser.h>

namespace rookery::io {

//! Reads one request at a time out of the bytes of a connection: first its head, which is looked at until it is
//! whole, then its body, in pieces of any size. Keeps no more of it than `limits` allow. Does no input or output.
class HttpRequestReader final
{
public:
    explicit HttpRequestReader(const ListenerLimits &limits) : m_maxHead(limits.maxHead), m_maxBody(limits.maxBody)
    {
        restart();
    }

    struct Head {
        qsizetype length = 0; //!< of the head with its blank line; 0: it is not whole yet, or it is refused
        int refusal = 0; //!< the status to refuse it with; 0: none
    };
    struct Piece {
        qsizetype used = 0; //!< bytes that belong to this request
        int refusal = 0;
    };

    //! Forgets the last request: what is read next is the head of another one.
    void restart();
    //! Looks at what has come of a request, from its first byte on; `maxHead` + 1 bytes of it are enough.
    [[nodiscard]] Head readHead(QByteArrayView seen);
    //! Takes what follows the head, until `isWhole`.
    [[nodiscard]] Piece readBody(QByteArrayView seen);

    //! No body follows, or all of it was read.
    [[nodiscard]] bool isWhole() const { return m_whole; }
    [[nodiscard]] bool wantsUpgrade() const { return m_wantsUpgrade; } //!< to a WebSocket
    [[nodiscard]] bool announcesTooMuch() const { return m_tooLarge; } //!< its head names a body over `maxBody`
    [[nodiscard]] bool keepsAlive() const { return m_keepAlive; } //!< with `isWhole`
    [[nodiscard]] bool understandsChunks() const; //!< HTTP/1.1
    [[nodiscard]] IncomingRequest &request() { return m_request; }
    [[nodiscard]] const IncomingRequest &request() const { return m_request; }

private:
    [[nodiscard]] qsizetype execute(QByteArrayView bytes);
    [[nodiscard]] bool failed() const;

    static int onUrl(http_parser *parser, const char *at, size_t length);
    static int onField(http_parser *parser, const char *at, size_t length);
    static int onValue(http_parser *parser, const char *at, size_t length);
    static int onHeadersComplete(http_parser *parser);
    static int onBody(http_parser *parser, const char *at, size_t length);
    static int onComplete(http_parser *parser);
    static const http_parser_settings &callbacks();

    qint64 m_maxHead;
    qint64 m_maxBody;
    http_parser m_parser{};
    IncomingRequest m_request;
    QByteArray m_target;
    bool m_valueSeen = true;
    bool m_headersDone = false;
    bool m_whole = false;
    bool m_wantsUpgrade = false;
    bool m_tooLarge = false;
    bool m_keepAlive = true;
};

} // namespace rookery::io
