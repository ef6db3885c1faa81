// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/manners.h"

#include "base/result.h"

#include <QJsonObject>

namespace rookery::sim::napcat {

//! NapCat's OneBot configuration: a set replaces the whole, and what is missing goes back to defaults.
class OneBotConfig final
{
public:
    //! One HTTP and one WebSocket server on these ports with this token.
    OneBotConfig(quint16 wsPort, quint16 httpPort, const QString &token);

    [[nodiscard]] const QJsonObject &json() const { return m_config; }
    //! Its enabled servers and clients.
    [[nodiscard]] QList<onebot::Endpoint> endpoints() const;
    //! The real one takes JSON5; this one takes JSON. The failure's detail is its error text.
    [[nodiscard]] Result<> replace(const QString &text);
    //! How long a send of so many bytes waits for its confirmation; `asked` 0: the caller named none.
    [[nodiscard]] milliseconds sendTimeout(qint64 bytes, milliseconds asked) const;

private:
    QJsonObject m_config;
};

} // namespace rookery::sim::napcat
