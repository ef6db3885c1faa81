// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QString>
#include <QStringDecoder>
#include <QStringList>

#include <optional>
#include <string_view>

namespace rookery::logs {

//! Limits a line, in bytes; the rest of a longer line is dropped.
inline constexpr qint64 kLongestLine = 256LL * 1024;

//! Decodes lines of bytes. A line that is not valid UTF-8 is read as GB18030, which gateways write on a Chinese
//! Windows; a file may contain both, if two programs wrote to it. Some words are valid in both.
class LineDecoder final
{
public:
    [[nodiscard]] QString text(const QByteArray &line);
    [[nodiscard]] QString encoding() const; //!< of the lines so far
    //! Decides by the lines so far how lines are read that are valid in both.
    void settle() { m_preferForeign = m_foreign && !m_utf8; }
    [[nodiscard]] bool prefersForeign() const { return m_preferForeign; } //!< then isForeign() may be true
    //! Returns whether a line of valid UTF-8 is read as GB18030.
    [[nodiscard]] bool isForeign(std::string_view line) const;

private:
    bool m_foreign = false; //!< a line was GB18030 and nothing else
    bool m_utf8 = false; //!< a line was UTF-8 and nothing else
    bool m_preferForeign = false;
};

//! Reads the lines of a file as text, in UTF-8, UTF-16 (by its first bytes) or GB18030.
class TextLines final
{
public:
    explicit TextLines(QIODevice &file);

    //! Continues at that byte of the file. The lines so far tell how those are read that are valid in two encodings.
    bool rewind(qint64 from);
    [[nodiscard]] bool isWide() const { return m_wide.has_value(); } //!< UTF-16
    [[nodiscard]] bool atEnd() const { return m_file.atEnd() && m_at == m_decoded.size(); }
    //! Returns the next line without its line end; nullopt: the file is gone.
    [[nodiscard]] std::optional<QString> next(qint64 longest);
    [[nodiscard]] qint64 bytesRead() const { return m_bytes; } //!< of UTF-16
    [[nodiscard]] QString encoding() const;
    [[nodiscard]] const LineDecoder &decoder() const { return m_decoder; }

private:
    void skipLine();
    [[nodiscard]] std::optional<QString> nextWide(qint64 longest);
    [[nodiscard]] bool decodeMore();

    QIODevice &m_file;
    LineDecoder m_decoder;
    std::optional<QStringDecoder> m_wide;
    QString m_decoded; //!< decoded by m_wide
    qint64 m_bytes = 0;
    qsizetype m_at = 0; //!< in m_decoded: what was not returned yet
};

//! Returns the first lines, which tell whose log it is; it may start with a dump.
[[nodiscard]] QStringList tellingLines(TextLines &lines);

//! Returns the encoding as which some program misread the UTF-8 of these lines before it wrote them; empty: none for
//! sure.
[[nodiscard]] QString misreadEncoding(const QStringList &lines);

} // namespace rookery::logs
