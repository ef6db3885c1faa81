// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httplistener.h"

#include <QByteArrayView>

#include <http_parser.h>

namespace rookery::io {

//! Reads one request at a time from the bytes of a connection: first its head, which is peeked until it is complete,
//! then its body, in pieces of any size. Holds no more than `limits` allow. Does no I/O.
class HttpRequestReader final
{
public:
    explicit HttpRequestReader(const ListenerLimits &limits) : m_maxHead(limits.maxHead), m_maxBody(limits.maxBody)
    {
        restart();
    }

    //! Describes what was found at the start of the bytes.
    struct Head {
        qsizetype length = 0; //!< of the head with its blank line; 0: incomplete or refused
        int refusal = 0; //!< the status to refuse it with; 0: none
    };
    //! Describes how much of the bytes was used.
    struct Piece {
        qsizetype used = 0; //!< bytes that belong to this request
        int refusal = 0;
    };

    //! Resets the reader; the next bytes are the head of another request.
    void restart();
    //! Examines the bytes of a request received so far, from its first byte; `maxHead` + 1 bytes are enough.
    [[nodiscard]] Head readHead(QByteArrayView seen);
    //! Takes the bytes after the head, until `isWhole`.
    [[nodiscard]] Piece readBody(QByteArrayView seen);

    //! Returns whether the body was read completely, or there is none.
    [[nodiscard]] bool isWhole() const { return m_whole; }
    [[nodiscard]] bool wantsUpgrade() const { return m_wantsUpgrade; } //!< to a WebSocket
    [[nodiscard]] bool announcesTooMuch() const { return m_tooLarge; } //!< the head announces a body over `maxBody`
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
