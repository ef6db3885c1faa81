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

//! Describes one fault of a dialect, with one line about it for `GET /faults`.
struct FaultInfo {
    QString name;
    QString what;
};

//! Holds how a fault is switched on.
struct FaultSetting {
    int times = -1; //!< how often the fault still strikes; -1: until switched off
    milliseconds delay{0}; //!< 0: the fault's own delay
    QString group; //!< number of the only chat it strikes; empty: all chats
    qint64 bytes = 0; //!< 0: the fault's own size
    bool untilRestart = false; //!< a restart of the gateway ends it
    bool operator==(const FaultSetting &) const = default;
};

//! Holds the table of faults of one gateway. Lives on the gateway's thread.
class Faults final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Faults)

public:
    explicit Faults(QList<FaultInfo> known, QObject *parent = nullptr);

    //! Switches a fault on or off. The body is that of `POST /fault/<name>`:
    //! {"on":true,"times":N,"delayMs":N,"group":"30001","bytes":N,"untilRestart":true}; `on` defaults to true.
    //! Rejected/NotFound: unknown name.
    [[nodiscard]] Result<> set(const QString &name, const QJsonObject &body);
    [[nodiscard]] bool isOn(const QString &name) const;
    //! Returns the setting if the fault strikes now (in this chat). Counts one of its `times`.
    [[nodiscard]] std::optional<FaultSetting> take(const QString &name, const QString &group = {});
    [[nodiscard]] milliseconds delayOf(const QString &name, milliseconds otherwise) const;
    [[nodiscard]] qint64 bytesOf(const QString &name, qint64 otherwise) const;
    void switchOff(const QString &name);
    //! Ends the faults that last until the gateway restarts.
    void endWithRestart();

    //! Returns [{name, what, on, times?, delayMs?, group?, bytes?}].
    [[nodiscard]] QJsonArray describe() const;

Q_SIGNALS:
    void changed(const QString &name, bool on);

private:
    QList<FaultInfo> m_known;
    QMap<QString, FaultSetting> m_on;
};

} // namespace rookery::sim
