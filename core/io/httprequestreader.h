// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httplistener.h"

#include <QByteArrayView>

#include <memory>

namespace rookery::io {

//! Reads one request at a time from the bytes of a connection: first its head, which is peeked until it is complete,
//! then its body, in pieces of any size. Holds no more than `limits` allow. Does no I/O.
class HttpRequestReader final
{
    Q_DISABLE_COPY_MOVE(HttpRequestReader)

public:
    explicit HttpRequestReader(const ListenerLimits &limits);
    ~HttpRequestReader();

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
    [[nodiscard]] bool isWhole() const;
    [[nodiscard]] bool wantsUpgrade() const; //!< to a WebSocket
    [[nodiscard]] bool announcesTooMuch() const; //!< the head announces a body over `maxBody`
    [[nodiscard]] bool keepsAlive() const; //!< with `isWhole`
    [[nodiscard]] bool understandsChunks() const; //!< HTTP/1.1
    [[nodiscard]] IncomingRequest &request();
    [[nodiscard]] const IncomingRequest &request() const;

private:
    class Parser;

    const qint64 m_maxHead;
    const qint64 m_maxBody;
    std::unique_ptr<Parser> m_parser; //!< of the current request
};

} // namespace rookery::io
