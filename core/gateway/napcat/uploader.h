// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "gateway/gateway.h"

#include "base/singleflight.h"

#include <QObject>

#include <functional>
#include <memory>

namespace rookery::gateway {

//! Reads the answer that completes an upload: the path that messages name from then on. `sha256` is in hex.
//! Rejected/UploadMismatch if the gateway holds other bytes, or none. Pure.
[[nodiscard]] Result<QString> uploadedPath(const QJsonValue &data, qint64 size, const QString &sha256);

//! Uploads files to the gateway through `upload_file_stream`, chunk by chunk over the socket: each chunk waits for the
//! answer to the one before, so at most one is in flight. Callers that bring the same bytes during an upload share it.
//! Lives on the engine thread.
//! Errors: those of `call`; Rejected/UploadMismatch if the gateway ends up with other bytes; Rejected/PictureEmpty.
//! Facts: docs/protocol/napcat.md, "Upload".
class Uploader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Uploader)

public:
    using Call = std::function<FutureResult<protocol::Reply>(const protocol::Action &, milliseconds deadline)>;

    Uploader(const Dialect &dialect, Clock &clock, const Deadlines &deadlines, Call call, QObject *parent = nullptr);

    [[nodiscard]] FutureResult<StagedFile> upload(const QByteArray &bytes, const QByteArray &sha256,
                                                  const QString &fileName, milliseconds retention);

private:
    struct Job;

    void sendNext(const std::shared_ptr<Job> &job);
    void complete(const std::shared_ptr<Job> &job);
    [[nodiscard]] QJsonObject chunkParams(const Job &job) const;

    const Dialect &m_dialect;
    Clock &m_clock;
    Deadlines m_deadlines;
    Call m_call;
    SingleFlight<QByteArray, StagedFile> m_running;
};

} // namespace rookery::gateway
