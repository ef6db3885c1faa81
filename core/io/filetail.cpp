// SPDX-License-Identifier: GPL-3.0-or-later
#include "filetail.h"

#include "linecutter.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QThreadPool>

#include <algorithm>
#include <optional>
#include <utility>

namespace rookery::io {

namespace {

//! Sets how many bytes before the read position are remembered: a file that differs there is another file, or was
//! emptied.
constexpr qsizetype kWindow = 256;

#ifdef Q_OS_WIN
// on Windows an open file cannot be renamed: we would block the rotation that we follow
constexpr bool kKeepsOpen = false;
#else
constexpr bool kKeepsOpen = true;
#endif

} // namespace

struct FileTail::Round {
    QList<QByteArray> before; //!< the rest of the file that was replaced
    bool opened = false;
    QList<QByteArray> lines;
    std::optional<Error> trouble;
    bool more = false;
};

//! Does the blocking part. Used by one thread at a time.
class FileTail::Reader final
{
    Q_DISABLE_COPY_MOVE(Reader)

public:
    Reader(QString path, qint64 lastBytes) : m_path(std::move(path)), m_lastBytes(lastBytes) {}

    Round look();

private:
    [[nodiscard]] bool isContinuedBy(QFile &file) const;
    void begin(const QFile &file);
    //! Reads the next chunk; false if there is more to read.
    bool read(QFile &file, QList<QByteArray> &lines);
    //! Reads the rest of the file before this one; false if there is more.
    bool finishOld(QList<QByteArray> &lines);

    QString m_path;
    std::optional<qint64> m_lastBytes; //!< null after the first look: later files are read from their start
    std::unique_ptr<QFile> m_file; //!< kept open where possible, to read its end after a rename
    bool m_begun = false;
    qint64 m_offset = 0;
    QDateTime m_modified;
    QByteArray m_window;
    LineCutter m_cutter{kLongestLine};
};

FileTail::Round FileTail::Reader::look()
{
    Round round;
    const QFileInfo info(m_path);
    const bool there = info.isFile();
    if (there && m_begun && info.size() == m_offset && info.lastModified() == m_modified)
        return round;
    auto file = std::make_unique<QFile>(m_path);
    const bool open = there && file->open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (m_begun && (!open || !isContinuedBy(*file))) {
        if (!finishOld(round.before)) {
            round.more = true;
            return round;
        }
        m_begun = false;
    }
    if (!open) {
        m_lastBytes.reset();
        round.trouble = Error{.kind = ErrorKind::Storage,
                              .reason = there ? Reason::FileDenied : Reason::FileMissing,
                              .detail = there ? file->errorString() : m_path};
        return round;
    }
    if (!m_begun) {
        begin(*file);
        round.opened = true;
    }
    m_modified = info.lastModified();
    round.more = !read(*file, round.lines);
    if (kKeepsOpen)
        m_file = std::move(file);
    return round;
}

bool FileTail::Reader::isContinuedBy(QFile &file) const
{
    return file.size() >= m_offset && file.seek(m_offset - m_window.size()) && file.read(m_window.size()) == m_window;
}

void FileTail::Reader::begin(const QFile &file)
{
    m_begun = true;
    m_window.clear();
    m_cutter = LineCutter(kLongestLine);
    // from one byte earlier: a line may begin exactly at that position
    m_offset = m_lastBytes ? std::max<qint64>(0, file.size() - *m_lastBytes - 1) : 0;
    if (m_offset > 0)
        m_cutter.skipLine();
    m_lastBytes.reset();
}

bool FileTail::Reader::read(QFile &file, QList<QByteArray> &lines)
{
    if (!file.seek(m_offset))
        return true;
    const QByteArray bytes = file.read(kRound);
    m_offset += bytes.size();
    m_window += bytes.right(kWindow);
    m_window = m_window.right(kWindow);
    lines += m_cutter.feed(bytes);
    return bytes.size() < kRound;
}

bool FileTail::Reader::finishOld(QList<QByteArray> &lines)
{
    if (m_file && isContinuedBy(*m_file) && !read(*m_file, lines))
        return false;
    m_file.reset();
    if (const auto rest = m_cutter.takeRest())
        lines.append(*rest);
    return true;
}

FileTail::FileTail(Clock &clock, const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_next(clock, [this] { look(); })
{}

FileTail::~FileTail() = default;

void FileTail::start(qint64 lastBytes)
{
    stop();
    m_reader = std::make_shared<Reader>(m_path, lastBytes);
    look();
}

void FileTail::stop()
{
    m_next.stop();
    m_reader.reset();
    m_trouble = Reason::None;
    m_catchingUp = false;
}

void FileTail::look()
{
    const Promise<Round> answer;
    onResult(this, answer.future(), [this, reader = m_reader](const Result<Round> &round) {
        if (round && reader == m_reader)
            take(*round);
    });
    QThreadPool::globalInstance()->start([answer, reader = m_reader] { answer.resolve(reader->look()); });
}

void FileTail::take(const Round &round)
{
    // a slot may stop or restart this object
    const std::shared_ptr<Reader> reader = m_reader;
    const auto tell = [this, &reader](const QList<QByteArray> &lines) {
        for (const QByteArray &text : lines) {
            if (reader == m_reader)
                Q_EMIT line(text);
        }
    };
    m_next.start(round.more ? milliseconds(0) : kInterval);
    tell(round.before);
    if (round.opened && reader == m_reader) {
        m_trouble = Reason::None;
        m_catchingUp = true;
        Q_EMIT opened();
    }
    tell(round.lines);
    if (m_catchingUp && !round.more && reader == m_reader) {
        m_catchingUp = false;
        Q_EMIT caughtUp();
    }
    if (round.trouble && reader == m_reader && m_trouble != round.trouble->reason) {
        m_trouble = round.trouble->reason;
        Q_EMIT trouble(*round.trouble);
    }
}

} // namespace rookery::io

#include "moc_filetail.cpp"
