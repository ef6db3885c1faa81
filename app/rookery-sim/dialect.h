// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"
#include "gatewayoptions.h"
#include "ledger.h"

#include "base/result.h"

#include <QJsonObject>
#include <QObject>

#include <memory>
#include <optional>

namespace rookery::sim {

//! Holds a picture as a chat's members would download it.
struct PictureAnswer {
    QByteArray type; //!< content type
    QByteArray bytes;
};

//! Holds what a dialect is built from. The references outlive it.
struct DialectContext {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
};

//! Imitates one kind of gateway behind the common control API.
class Dialect : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialect)

public:
    ~Dialect() override = default;

    //! Opens the ports. `pictureBase` is where picture URLs may point.
    [[nodiscard]] virtual Result<> start(const QString &pictureBase) = 0;
    //! Returns the keys of the ready line beyond ready, name, kind and control.
    [[nodiscard]] virtual QJsonObject announcement() const = 0;
    [[nodiscard]] virtual QJsonObject state() const = 0;
    //! Returns every secret that clients were given or must know: kind -> array of texts.
    [[nodiscard]] virtual QJsonObject secrets() const = 0;
    //! Acts as the operator's phone. Each call fails with Rejected when it makes no sense now.
    [[nodiscard]] virtual Result<> confirmQr() = 0;
    [[nodiscard]] virtual Result<> expireQr() = 0;
    [[nodiscard]] virtual Result<> scanQr() = 0;
    [[nodiscard]] virtual Result<> kick() = 0;
    //! Answers a request for a picture URL under `pictureBase`.
    [[nodiscard]] virtual PictureAnswer picture(const QString &rkey, const QString &fileId) const = 0;
    //! Handles a further `POST` of the control API that only this kind has (path with its slash). nullopt: no such
    //! call.
    [[nodiscard]] virtual std::optional<Result<>> command(const QString &path, const QJsonObject &body);

Q_SIGNALS:
    //! Carries bytes for the program's standard output, as the real gateway prints them.
    void printed(const QByteArray &text);
    //! Reports that the imitated process has ended. The program exits with this code.
    void ended(int exitCode);

protected:
    Dialect() = default;
};

inline std::optional<Result<>> Dialect::command(const QString & /*path*/, const QJsonObject & /*body*/)
{
    return std::nullopt;
}

} // namespace rookery::sim
