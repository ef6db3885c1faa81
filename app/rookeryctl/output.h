// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace rookery::ctl {

//! Exit codes that scripts rely on.
enum ExitCode {
    ExitOk = 0,
    ExitFailed = 1, //!< could not be done
    ExitUsage = 2,
    ExitUnsettled = 3, //!< settled, but with something unknown or failed
};

//! What the program prints: lines for people, or one JSON object per line. Keys are only ever added. Stdout carries
//! results alone. Names, accounts and words of gateways are text of strangers: control, direction and invisible
//! characters never reach the terminal, whatever is passed in here.
class Output final
{
public:
    explicit Output(bool json) : m_json(json) {}

    [[nodiscard]] bool isJson() const { return m_json; }
    //! One fact: `type` is the object's first key; `text` is the same for a person, with `details` indented below it.
    void line(const char *type, const QJsonObject &fields, const QString &text, const QStringList &details = {}) const;
    //! For a person only (a QR drawing, a heading); nothing in JSON mode.
    void plain(const QString &text) const;
    //! Something on the way to the result: a line of JSON like any other, but words go to stderr.
    void progress(const char *type, const QJsonObject &fields, const QString &text) const;
    //! On stderr, as words; as {"type":"warning"} in JSON mode.
    void warning(const QString &text) const;
    //! On stderr, as words; as {"type":"error"} in JSON mode.
    void error(const Error &error) const;

private:
    bool m_json;
};

//! Times as ISO 8601 in UTC with milliseconds; empty for "not yet".
[[nodiscard]] QString isoTime(qint64 msecs);

} // namespace rookery::ctl
