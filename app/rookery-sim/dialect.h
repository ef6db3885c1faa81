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

//! A picture as a chat's members would download it.
struct PictureAnswer {
    QByteArray type; //!< content type
    QByteArray bytes;
};

//! What a dialect is built from. The references outlive it.
struct DialectContext {
    Clock &clock;
    const GatewayOptions &options;
    Faults &faults;
    Ledger &ledger;
};

//! One kind of gateway behind the common control API.
class Dialect : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialect)

public:
    ~Dialect() override = default;

    //! Opens the ports. `pictureBase` is where picture URLs may point to.
    [[nodiscard]] virtual Result<> start(const QString &pictureBase) = 0;
    //! The keys of the ready line beyond ready, name, kind and control.
    [[nodiscard]] virtual QJsonObject announcement() const = 0;
    [[nodiscard]] virtual QJsonObject state() const = 0;
    //! Every secret that clients were given or must know, kind -> array of texts.
    [[nodiscard]] virtual QJsonObject secrets() const = 0;
    //! The operator's phone; each fails with Rejected when it makes no sense now.
    [[nodiscard]] virtual Result<> confirmQr() = 0;
    [[nodiscard]] virtual Result<> expireQr() = 0;
    [[nodiscard]] virtual Result<> scanQr() = 0;
    [[nodiscard]] virtual Result<> kick() = 0;
    //! Answers a picture URL that points to `pictureBase`.
    [[nodiscard]] virtual PictureAnswer picture(const QString &rkey, const QString &fileId) const = 0;
    //! A further `POST` of the control API that this kind alone has (path with its slash). nullopt: no such call.
    [[nodiscard]] virtual std::optional<Result<>> command(const QString &path, const QJsonObject &body);

Q_SIGNALS:
    //! Bytes for the program's standard output, as the real one prints them.
    void printed(const QByteArray &text);
    //! The imitated process is over; the program ends with this code.
    void ended(int exitCode);

protected:
    Dialect() = default;
};

inline std::optional<Result<>> Dialect::command(const QString & /*path*/, const QJsonObject & /*body*/)
{
    return std::nullopt;
}

} // namespace rookery::sim
