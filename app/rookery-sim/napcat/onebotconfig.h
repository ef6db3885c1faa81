// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/wireprofile.h"

#include "base/result.h"

#include <QJsonObject>

namespace rookery::sim::napcat {

//! Holds NapCat's OneBot configuration: a set replaces all of it, and missing keys go back to defaults.
class OneBotConfig final
{
public:
    //! Sets up one HTTP and one WebSocket server on these ports with this token.
    OneBotConfig(quint16 wsPort, quint16 httpPort, const QString &token);

    [[nodiscard]] const QJsonObject &json() const { return m_config; }
    //! Returns the enabled servers and clients.
    [[nodiscard]] QList<onebot::Endpoint> endpoints() const;
    //! Replaces the configuration. NapCat takes JSON5, this one JSON. The failure's detail is NapCat's error text.
    [[nodiscard]] Result<> replace(const QString &text);
    //! Returns how long a send of so many bytes waits for its confirmation. `asked` 0: the caller gave no timeout.
    [[nodiscard]] milliseconds sendTimeout(qint64 bytes, milliseconds asked) const;

private:
    QJsonObject m_config;
};

} // namespace rookery::sim::napcat
