// SPDX-License-Identifier: GPL-3.0-or-later
#include "logwrapping.h"

#include "bytetime.h"
#include "terminaltext.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr std::array kWrappings{LogWrapping::Json, LogWrapping::Name, LogWrapping::Journal, LogWrapping::Stamp,
                                LogWrapping::Colours};
constexpr qsizetype kDeepest = 4;

const QRegularExpression &patternOf(LogWrapping wrapping)
{
    static const QRegularExpression name(
        u"^(?:(?:\\d{1,3}\\|)?[\\w.@-]{1,64} *\\||\\[pod/[\\w.-]{1,253}/[\\w.-]{1,63}\\])(?: |$)"_s);
    static const QRegularExpression stamp(
        u"^(?:(?<open>\\[)?(?<date>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?)(?:[.,]\\d{1,9})?"
        "(?: ?(?<zone>Z|[+-]\\d\\d:?\\d\\d))?(?(<open>)\\])|"
        "\\[(?:\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?\\])"
        "(?: std(?:out|err) (?<part>[FP])(?= |$)|:)?(?: |$)"_s);
    // the dates of `journalctl -o short`, `short-precise`, `short-iso`, `short-full`, `short-unix` and
    // `short-monotonic`
    static const QRegularExpression journal(
        u"^(?:(?:[A-Z][a-z]{2} [ \\d]\\d| ?\\d{1,2}月 ?[ \\d]?\\d日?) \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?|"
        "(?<date>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d{1,9})?(?<zone>Z|[+-]\\d\\d:?\\d\\d)|"
        "(?:[A-Z][a-z]{2}|(?:周|星期)?[一二三四五六日]) (?<local>\\d{4}-\\d\\d-\\d\\d "
        "\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d{1,9})? [A-Z0-9:+-]{1,6}|"
        "\\d{9,10}\\.\\d{6}|\\[ *\\d{1,9}\\.\\d{6}\\]) "
        "[\\w.-]{1,64} [\\w.@/-]{1,64}(?:\\[\\d+\\])?:(?: |$)"_s);
    // ESC may be gone, or spelled out by what wrote the line: cat -v, syslog, JSON, a shell
    static const QRegularExpression colours(
        u"(?:\\^\\[|#033|\\\\u001[bB]|\\\\x1[bB]|\\\\033|\\\\e|[\u241B\uFFFD])\\[[\\d;]{0,19}m|"
        "\\[\\d{1,3}(?:;\\d{1,3}){0,4}m"_s);
    static const QRegularExpression none;
    switch (wrapping) {
    case LogWrapping::Name:
        return name;
    case LogWrapping::Stamp:
        return stamp;
    case LogWrapping::Journal:
        return journal;
    case LogWrapping::Colours:
        return colours;
    case LogWrapping::Json:
        break;
    }
    return none;
}

//! Reads an ISO date. Without a zone it is a local time.
std::optional<WallTime> timeOf(QString date, QString zone)
{
    date.replace(u' ', u'T');
    if (zone.size() == 5) // adds the colon that ISO dates have in the zone
        zone.insert(3, u':');
    const QDateTime time = QDateTime::fromString(date + zone, Qt::ISODate);
    return time.isValid() ? std::optional(fromMSecs(time.toMSecsSinceEpoch())) : std::nullopt;
}

std::optional<UnwrappedLine> withoutJson(const UnwrappedLine &line)
{
    constexpr qsizetype kDockerLimit = 16 * 1024; // bytes; Docker cuts longer lines
    if (!line.text.startsWith("{\"log\":\""_L1))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(line.text.toUtf8()).object();
    if (!object.value("log"_L1).isString() || !object.contains("stream"_L1))
        return std::nullopt;
    UnwrappedLine inner = line;
    const QString text = object.value("log"_L1).toString();
    inner.partial = !text.endsWith(u'\n') && text.toUtf8().size() >= kDockerLimit;
    inner.text = stripAnsi(text);
    while (inner.text.endsWith(u'\n'))
        inner.text.chop(1);
    const QString time = object.value("time"_L1).toString();
    inner.stamp = timeOf(time.left(19), u"Z"_s);
    inner.wrappings.append(LogWrapping::Json);
    return inner;
}

std::optional<UnwrappedLine> withoutColours(const UnwrappedLine &line)
{
    UnwrappedLine inner = line;
    inner.text.remove(patternOf(LogWrapping::Colours));
    if (inner.text.size() == line.text.size())
        return std::nullopt;
    inner.wrappings.append(LogWrapping::Colours);
    return inner;
}

std::optional<UnwrappedLine> without(LogWrapping wrapping, const UnwrappedLine &line)
{
    if (wrapping == LogWrapping::Json)
        return withoutJson(line);
    if (wrapping == LogWrapping::Colours)
        return withoutColours(line);
    const QRegularExpressionMatch match = patternOf(wrapping).match(line.text);
    if (!match.hasMatch())
        return std::nullopt;
    UnwrappedLine inner = line;
    inner.text.remove(0, match.capturedLength());
    inner.wrappings.append(wrapping);
    if (match.hasCaptured(u"date"_s))
        inner.stamp = timeOf(match.captured(u"date"_s), match.captured(u"zone"_s));
    else if (match.hasCaptured(u"local"_s))
        inner.stamp = timeOf(match.captured(u"local"_s), {});
    inner.partial = inner.partial || match.captured(u"part"_s) == u"P";
    return inner;
}

//! Reads the bytes of a line from left to right.
class ByteScan final
{
public:
    explicit ByteScan(std::string_view line) : m_line(line) {}

    [[nodiscard]] std::string_view line() const { return m_line; }
    [[nodiscard]] std::size_t at() const { return m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_line.size(); }
    [[nodiscard]] char next() const { return atEnd() ? '\0' : m_line[m_at]; }
    bool take(std::string_view text)
    {
        if (!m_line.substr(m_at).starts_with(text))
            return false;
        m_at += text.size();
        return true;
    }
    bool takeOneOf(std::string_view bytes)
    {
        if (atEnd() || bytes.find(m_line[m_at]) == std::string_view::npos)
            return false;
        ++m_at;
        return true;
    }
    //! Takes as many as there are, and returns whether their number fits.
    bool takeWord(std::string_view beside, std::size_t least, std::size_t most)
    {
        const std::size_t from = m_at;
        while (!atEnd() && (isWord(m_line[m_at]) || beside.find(m_line[m_at]) != std::string_view::npos))
            ++m_at;
        return m_at - from >= least && m_at - from <= most;
    }
    bool takeDigits(std::size_t least, std::size_t most)
    {
        const std::size_t from = m_at;
        while (!atEnd() && isDigit(m_line[m_at]))
            ++m_at;
        return m_at - from >= least && m_at - from <= most;
    }
    //! Takes digits that stand for a number in that range; `fits` gets whether it is in there.
    bool takeNumber(int digits, int least, int most, bool &fits)
    {
        int value = 0;
        for (int i = 0; i < digits; ++i, ++m_at) {
            if (atEnd() || !isDigit(m_line[m_at]))
                return false;
            value = 10 * value + (m_line[m_at] - '0');
        }
        fits = fits && value >= least && value <= most;
        return true;
    }
    bool takeBlankOrEnd() { return atEnd() || take(" "); }
    void goTo(std::size_t at) { m_at = at; }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    static bool isWord(char c) { return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

    std::string_view m_line;
    std::size_t m_at = 0;
};

//! Takes a date, a time and the parts of a second. `fits` gets whether each calendar has them.
bool takeDate(ByteScan &scan, std::string_view between, std::string_view points, bool &fits)
{
    const std::size_t from = scan.at();
    constexpr std::size_t kMonth = 5; // bytes before it
    constexpr std::size_t kDay = 8;
    const bool date = scan.takeNumber(4, 1, 9999, fits) && scan.take("-") && scan.takeNumber(2, 1, 12, fits)
        && scan.take("-") && scan.takeNumber(2, 1, 31, fits) && scan.takeOneOf(between)
        && scan.takeNumber(2, 0, 23, fits) && scan.take(":") && scan.takeNumber(2, 0, 59, fits) && scan.take(":")
        && scan.takeNumber(2, 0, 59, fits);
    if (!date)
        return false;
    const std::string_view digits = scan.line().substr(from);
    fits = fits && isPlainDate(twoDigits(digits, kMonth), twoDigits(digits, kDay));
    return !scan.takeOneOf(points) || scan.takeDigits(1, 9);
}

bool takeZone(ByteScan &scan, bool &fits)
{
    constexpr int kFarthest = 14; // hours
    if (scan.take("Z"))
        return true;
    const std::size_t from = scan.at();
    if (scan.takeOneOf("+-") && scan.takeNumber(2, 0, kFarthest - 1, fits) && (scan.take(":") || true)
        && scan.takeNumber(2, 0, 59, fits))
        return true;
    scan.goTo(from);
    return false;
}

bool takeName(ByteScan &scan)
{
    if (scan.take("[pod/"))
        return scan.takeWord(".-", 1, 253) && scan.take("/") && scan.takeWord(".-", 1, 63) && scan.take("]")
            && scan.takeBlankOrEnd();
    const auto rest = [&scan] {
        if (!scan.takeWord(".@-", 1, 64))
            return false;
        while (scan.take(" ")) {}
        return scan.take("|") && scan.takeBlankOrEnd();
    };
    if (scan.takeDigits(1, 3) && scan.take("|") && rest())
        return true;
    scan.goTo(0);
    return rest();
}

bool takeStamp(ByteScan &scan, bool &fits)
{
    if (!takeDate(scan, "T ", ".,", fits))
        return false;
    takeZone(scan, fits);
    if (scan.take(" stdout F") || scan.take(" stderr F") || scan.take(":"))
        return scan.takeBlankOrEnd();
    const std::string_view rest = scan.line().substr(scan.at());
    const bool rare = rest.starts_with(" +") || rest.starts_with(" -") || rest.starts_with(" Z")
        || rest.starts_with(" stdout ") || rest.starts_with(" stderr ");
    return !rare && scan.takeBlankOrEnd();
}

bool takeJournal(ByteScan &scan, bool &dated, bool &fits)
{
    bool any = true;
    constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view kSmall = "abcdefghijklmnopqrstuvwxyz";
    if (scan.takeOneOf(kCapitals)) {
        const bool date = scan.takeOneOf(kSmall) && scan.takeOneOf(kSmall) && scan.take(" ")
            && scan.takeOneOf(" 0123456789") && scan.takeNumber(1, 0, 9, any) && scan.take(" ")
            && scan.takeNumber(2, 0, 99, any) && scan.take(":") && scan.takeNumber(2, 0, 99, any) && scan.take(":")
            && scan.takeNumber(2, 0, 99, any);
        if (!date)
            return false;
    } else {
        dated = true;
        if (!takeDate(scan, "T", ".", fits) || !takeZone(scan, fits))
            return false;
    }
    if (!scan.take(" ") || !scan.takeWord(".-", 1, 64) || !scan.take(" ") || !scan.takeWord(".@/-", 1, 64))
        return false;
    if (scan.take("[") && !(scan.takeDigits(1, std::string_view::npos) && scan.take("]")))
        return false;
    return scan.take(":") && scan.takeBlankOrEnd();
}

//! Returns whether the line may have a colour of `withoutColours`.
bool mayHaveColours(std::string_view line)
{
    for (std::size_t at = line.find('['); at != std::string_view::npos; at = line.find('[', at + 1)) {
        const std::size_t end = line.find_first_not_of("0123456789;", at + 1);
        if (end != std::string_view::npos && line[end] == 'm')
            return true;
    }
    return false;
}

//! Finds only the common dates: a line without one is left to `unwrapped`, which knows all.
std::optional<ByteWrapping> datedWrapping(LogWrapping wrapping, std::string_view line)
{
    ByteScan scan(line);
    bool dated = wrapping == LogWrapping::Stamp;
    bool fits = true; // the date is one of every year
    const bool found = wrapping == LogWrapping::Stamp ? takeStamp(scan, fits) : takeJournal(scan, dated, fits);
    if (!found || (dated && !fits))
        return std::nullopt;
    return ByteWrapping{.length = scan.at(), .dated = dated};
}

} // namespace

std::optional<ByteWrapping> wrappingOf(LogWrapping wrapping, std::string_view line)
{
    ByteScan scan(line);
    switch (wrapping) {
    case LogWrapping::Name:
        return ByteWrapping{.length = takeName(scan) ? scan.at() : 0, .dated = false};
    case LogWrapping::Stamp:
    case LogWrapping::Journal:
        return datedWrapping(wrapping, line);
    case LogWrapping::Colours:
        return mayHaveColours(line) ? std::nullopt : std::optional(ByteWrapping{});
    case LogWrapping::Json:
        break;
    }
    return std::nullopt;
}

QList<UnwrappedLine> unwrappings(const QString &line)
{
    QList<UnwrappedLine> all{{.text = line, .wrappings = {}, .stamp = {}}};
    while (all.size() <= kDeepest) {
        std::optional<UnwrappedLine> inner;
        for (const LogWrapping wrapping : kWrappings) {
            if (!inner)
                inner = without(wrapping, all.constLast());
        }
        if (!inner)
            break;
        all.append(*std::move(inner));
    }
    return all;
}

UnwrappedLine unwrapped(const QString &line, const QList<LogWrapping> &wrappings)
{
    UnwrappedLine own{.text = line, .wrappings = {}, .stamp = {}};
    for (const LogWrapping wrapping : wrappings) {
        if (std::optional<UnwrappedLine> inner = without(wrapping, own))
            own = *std::move(inner);
    }
    return own;
}

QString wrappingName(LogWrapping wrapping)
{
    switch (wrapping) {
    case LogWrapping::Name:
        return u"name"_s;
    case LogWrapping::Stamp:
        return u"stamp"_s;
    case LogWrapping::Journal:
        return u"journal"_s;
    case LogWrapping::Json:
        return u"json"_s;
    case LogWrapping::Colours:
        return u"colours"_s;
    }
    return {};
}

} // namespace rookery::logrules
