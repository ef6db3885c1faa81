// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QString>
#include <QStringDecoder>
#include <QStringList>

#include <optional>

namespace rookery::logs {

//! Limits a line, in bytes; what is longer comes in several pieces.
inline constexpr qint64 kLongestLine = 256LL * 1024;

//! Decodes lines of bytes. A line that is not valid UTF-8 is read as GB18030, which gateways write on a Chinese
//! Windows; a file may contain both, if two programs wrote to it.
class LineDecoder final
{
public:
    [[nodiscard]] QString text(const QByteArray &line);
    [[nodiscard]] QString encoding() const; //!< of the lines so far

private:
    bool m_foreign = false;
};

//! Reads the lines of a file as text, in UTF-8, UTF-16 (by its mark) or GB18030.
class TextLines final
{
public:
    explicit TextLines(QIODevice &file);

    //! Continues at that byte of the file.
    bool rewind(qint64 from);
    [[nodiscard]] bool isWide() const { return m_wide.has_value(); } //!< UTF-16
    [[nodiscard]] bool atEnd() const { return m_file.atEnd() && m_at == m_decoded.size(); }
    //! Returns the next line without its line end; nullopt: the file is gone.
    [[nodiscard]] std::optional<QString> next(qint64 longest);
    [[nodiscard]] bool atLineEnd() const { return m_atLineEnd; } //!< UTF-16: what was returned is not only a piece
    [[nodiscard]] qint64 bytesRead() const { return m_bytes; } //!< of UTF-16
    [[nodiscard]] QString encoding() const;

private:
    [[nodiscard]] std::optional<QString> nextWide(qint64 longest);

    QIODevice &m_file;
    LineDecoder m_decoder;
    std::optional<QStringDecoder> m_wide;
    QString m_decoded; //!< decoded by m_wide
    bool m_atLineEnd = false;
    qint64 m_bytes = 0;
    qsizetype m_at = 0; //!< in m_decoded: what was not returned yet
};

//! Returns the first lines, which tell whose log it is; it may start with a dump.
[[nodiscard]] QStringList tellingLines(TextLines &lines);

} // namespace rookery::logs
