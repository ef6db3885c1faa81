// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace rookery::ctl {

//! Lists the exit codes that scripts rely on.
enum ExitCode {
    ExitOk = 0,
    ExitFailed = 1, //!< the command could not do its work
    ExitUsage = 2,
    ExitUnsettled = 3, //!< settled, but with something unknown or failed
};

//! Prints the results: lines for people, or one JSON object per line, to which later versions only add keys. Stdout
//! carries results alone. Names, accounts and words of gateways come from strangers, so control, direction and
//! invisible characters are escaped before anything reaches the terminal.
class Output final
{
public:
    explicit Output(bool json) : m_json(json) {}

    [[nodiscard]] bool isJson() const { return m_json; }
    //! Prints one fact: `type` is the object's first key; `text` says the same to a person, with `details` indented
    //! below it.
    void line(const char *type, const QJsonObject &fields, const QString &text, const QStringList &details = {}) const;
    //! Prints text for people only (a QR drawing, a heading); prints nothing in JSON mode.
    void plain(const QString &text) const;
    //! Reports an intermediate step: in JSON mode a line like any other, else words on stderr.
    void progress(const char *type, const QJsonObject &fields, const QString &text) const;
    //! Prints a warning on stderr, as words; as {"type":"warning"} in JSON mode.
    void warning(const QString &text) const;
    //! Prints an error on stderr, as words; as {"type":"error"} in JSON mode.
    void error(const Error &error) const;

private:
    bool m_json;
};

//! Formats a time as ISO 8601 in UTC with milliseconds; empty for "not yet".
[[nodiscard]] QString isoTime(qint64 msecs);

} // namespace rookery::ctl
