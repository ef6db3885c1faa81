// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QObject>

#include <optional>

namespace rookery::sim {

//! One fault a dialect knows, and one line about it for `GET /faults`.
struct FaultInfo {
    QString name;
    QString what;
};

//! How a fault is switched on.
struct FaultSetting {
    int times = -1; //!< how often it still strikes; -1: until switched off
    milliseconds delay{0}; //!< 0: the fault's own
    QString group; //!< only for this chat; empty: for all
    qint64 bytes = 0; //!< 0: the fault's own
    bool operator==(const FaultSetting &) const = default;
};

//! The table of faults of one gateway. Lives on the gateway's thread.
class Faults final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Faults)

public:
    explicit Faults(QList<FaultInfo> known, QObject *parent = nullptr);

    //! Body as of `POST /fault/<name>`: {"on":true,"times":N,"delayMs":N,"group":"30001","bytes":N}; `on` defaults to
    //! true.
    //! Rejected/NotFound for an unknown name.
    [[nodiscard]] Result<> set(const QString &name, const QJsonObject &body);
    [[nodiscard]] bool isOn(const QString &name) const;
    //! The setting if the fault strikes now (for this chat); counts one of `times`.
    [[nodiscard]] std::optional<FaultSetting> take(const QString &name, const QString &group = {});
    [[nodiscard]] milliseconds delayOf(const QString &name, milliseconds otherwise) const;
    [[nodiscard]] qint64 bytesOf(const QString &name, qint64 otherwise) const;
    void switchOff(const QString &name);

    //! [{name, what, on, times?, delayMs?, group?, bytes?}]
    [[nodiscard]] QJsonArray describe() const;

Q_SIGNALS:
    void changed(const QString &name, bool on);

private:
    QList<FaultInfo> m_known;
    QMap<QString, FaultSetting> m_on;
};

} // namespace rookery::sim
