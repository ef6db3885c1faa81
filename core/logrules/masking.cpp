// SPDX-License-Identifier: GPL-3.0-or-later
#include "masking.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Describes the shape of a secret: the part that is kept, then the secret. Remote text must not cause backtracking:
//! every repetition is possessive or bounded, so that the time grows linearly with the length.
struct Shape {
    std::vector<QLatin1StringView> triggers; // one of them must be in the text, in any case, before the pattern runs
    QRegularExpression pattern; // \1 is kept, the rest of the match is replaced
};

QRegularExpression insensitive(const QString &pattern)
{
    QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
    expression.optimize();
    return expression;
}

//! Lists names whose value is a secret, whatever precedes them (`pt4_token`, `httpSecret`, `p_skey`); the short words
//! of the last line are also parts of harmless words (`design`), so they count only at the start of a word.
QString secretNames()
{
    return u"(?:token|credential|(?:client|secret|super|api|access)_?key|[rs]key|secret|passw(?:or)?d(?:_?(?:md5|hash))"
           u"?|"
           u"totpcode|hmac|newdevicepullqrcodesig|proofwaterurl|jumpurl|qrcode(?:url)?|authorization|cookies?|"
           u"(?<![a-z])(?:hash(?:encoded)?|ticket|randstr|sig))"_s;
}

std::vector<Shape> makeShapes()
{
    const QString names = secretNames();
    std::vector<Shape> shapes;
    // LLBot logs the tokens that its clients sent (docs/protocol/llbot.md, "Log lines")
    shapes.push_back({{" token "_L1}, insensitive(u"(receive (?:http|ws) (?:header|url) token[ \\t]++)\\S++"_s)});
    // the panel's password in plain text; it may contain any character
    shapes.push_back({{"webui token:"_L1}, insensitive(u"(WebUi Token:[ \\t]*+)[^\\r\\n]++"_s)});
    // a client's cookie header, masked whole: it is not known which of its parts grant access
    shapes.push_back({{"cookie: "_L1}, insensitive(u"(\\b(?:Set-)?Cookie: )[^\\r\\n\"']++"_s)});
    // key=value in URLs, forms, cookies and environment dumps
    shapes.push_back({{"="_L1}, insensitive(u"("_s + names + u"=)[^\\s&\"'<>,;\\\\]++"_s)});
    // the link that a login code contains
    shapes.push_back({{"txz.qq.com"_L1},
                      insensitive(u"(txz\\.qq\\.com/[^\\s\"'?]{0,64}+\\?(?:(?!k=)[^&\\s\"']{0,64}+&){0,8}+k=)"
                                  "[^&\\s\"'\\\\]++"_s)});
    // LLBot prints a link to a third-party page that draws the code passed to it
    shapes.push_back({{"create-qr-code"_L1},
                      insensitive(u"(create-qr-code/?\\?(?:(?!data=)[^&\\s\"']{0,64}+&){0,8}+data=)"
                                  "[^&\\s\"'\\\\]++"_s)});
    // the same for WeChat's login codes (docs/protocol/geekai.md, "The login code")
    shapes.push_back({{"weixin.qq.com/"_L1},
                      insensitive(u"((?:login\\.weixin\\.qq\\.com/(?:l|qrcode)|liteapp\\.weixin\\.qq\\.com/q)/)"
                                  "[^\\s\"'\\\\]++"_s)});
    shapes.push_back({{"uuid="_L1},
                      insensitive(u"(\\bwx\\.qq\\.com/[^\\s?]{0,64}+\\?(?:(?!uuid=)[^&\\s]{0,64}+&){0,8}+uuid=)"
                                  "[^&\\s\"'\\\\]++"_s)});
    // GeekAI prints all its settings, including keys, when they are saved
    shapes.push_back({{"config successfully"_L1},
                      insensitive(u"(Update AppServer's config successfully:?[ \\t]*+)\\S[\\s\\S]*+"_s)});
    // JSON and similar output of other languages, in any quotes, also truncated (no closing quote)
    const QString is = u"\\s{0,8}[:=]\\s{0,8}"_s;
    shapes.push_back(
        {{"\""_L1}, insensitive(u"("_s + names + u"[\"'`]?"_s + is + u"\")(?:[^\"\\\\\\r\\n]++|\\\\.)++"_s)});
    shapes.push_back({{"'"_L1}, insensitive(u"("_s + names + u"[\"'`]?"_s + is + u"')(?:[^'\\\\\\r\\n]++|\\\\.)++"_s)});
    shapes.push_back({{"`"_L1}, insensitive(u"("_s + names + u"[\"'`]?"_s + is + u"`)(?:[^`\\\\\\r\\n]++|\\\\.)++"_s)});
    // nested in a string: escaped quotes
    shapes.push_back(
        {{"\\\""_L1, "\\'"_L1},
         insensitive(u"("_s + names + u"\\\\{0,8}[\"']?"_s + is + u"\\\\{1,8}[\"'])[^\"'\\\\\\r\\n]++"_s)});
    // without quotes: a value that contains a digit is a secret, not prose about one
    shapes.push_back(
        {{":"_L1},
         insensitive(u"("_s + names + u"\\s{0,2}:\\s{0,2})(?![*\"'`])(?=[a-z_.~+/=@-]{0,64}\\d)[\\w.~+/=@-]{6,}+"_s)});
    shapes.push_back({{"bearer"_L1}, insensitive(u"(\\bBearer\\s{1,8})[^\\s\"',;\\\\]++"_s)});
    shapes.push_back(
        {{"credential"_L1}, insensitive(u"(\\bCredential[ \\t]{0,8}[:=][ \\t]{0,8}+)(?![\"'*])[^\\s\"',;\\\\]++"_s)});
    // verification pages have their session in the query
    shapes.push_back({{"url:"_L1}, insensitive(u"((?:proofWaterUrl|jumpUrl):\\s{0,8}[^\\s?]{1,256}+\\?)\\S++"_s)});
    return shapes;
}

//! Matches any of the words that the shapes need, so that most texts are skipped quickly.
const QRegularExpression &anySecretWord()
{
    static const QRegularExpression words = insensitive(
        u"token|credential|key|secret|passw|code|hash|hmac|sig|url|ticket|randstr|authorization|bearer|cookie|qq\\.com|config"_s);
    return words;
}

//! Returns whether a terminal QR code is drawn with this character.
bool isBlock(QChar c)
{
    return c >= QChar(0x2580) && c <= QChar(0x259F);
}

//! Returns the same for drawings on terminals without block characters.
bool isPlainInk(QChar c)
{
    return c == u'.' || c == u'^' || c == u'@';
}

//! Returns where the tail of the line begins that contains only `ink` and spaces.
template <typename Ink>
qsizetype endOf(QStringView line, Ink ink)
{
    const auto other = std::find_if(line.rbegin(), line.rend(), [ink](QChar c) { return !ink(c) && !c.isSpace(); });
    return line.rend() - other;
}

//! Returns where a row of a drawn code begins, after any log prefix; -1: the line is not such a row.
qsizetype drawingIn(QStringView line)
{
    constexpr qsizetype kSmallestCode = 12;
    constexpr qsizetype kSmallestBehindWords = 21; // the smallest width of a code
    const auto isLongEnough = [line](qsizetype begin) {
        return line.size() - begin >= (begin == 0 ? kSmallestCode : kSmallestBehindWords);
    };
    const qsizetype plain = endOf(line, isPlainInk);
    const QStringView plainRow = line.sliced(plain);
    if (isLongEnough(plain) && (plainRow.contains(u'^') || plainRow.contains(u'@')))
        return plain;
    const qsizetype blocks = endOf(line, isBlock);
    const auto drawn = std::count_if(line.begin() + blocks, line.end(), isBlock);
    return isLongEnough(blocks) && drawn >= kSmallestCode / 2 ? blocks : -1;
}

//! Removes drawn login codes, because a drawing can be scanned as well as its text can be used. The text before a
//! drawing is kept once.
QString dropDrawings(const QString &text)
{
    if (std::none_of(text.cbegin(), text.cend(), [](QChar c) { return isBlock(c) || c == u'^' || c == u'@'; }))
        return text;
    QStringList kept;
    QStringView words; // before the previous row; null: that was not part of a drawing
    const QList<QStringView> lines = QStringView(text).split(u'\n');
    for (const QStringView line : lines) {
        const qsizetype begin = drawingIn(line);
        if (begin < 0) {
            kept.append(line.toString());
            words = {};
        } else if (const QStringView before = line.first(begin); words.isNull() || words != before) {
            kept.append(before + (begin > 0 ? u" [QR]"_s : u"[QR]"_s));
            words = before;
        }
    }
    return kept.join(u'\n');
}

} // namespace

QString maskSecrets(const QString &text)
{
    static const std::vector<Shape> shapes = makeShapes();
    static const QString replacement = u"\\1"_s + QString::fromUtf16(kMaskText);
    QString masked = dropDrawings(text);
    if (!anySecretWord().match(masked).hasMatch())
        return masked;
    for (const Shape &shape : shapes) {
        const bool possible =
            std::any_of(shape.triggers.begin(), shape.triggers.end(),
                        [&masked](QLatin1StringView trigger) { return masked.contains(trigger, Qt::CaseInsensitive); });
        if (possible)
            masked.replace(shape.pattern, replacement);
    }
    return masked;
}

QString maskedWords(const QString &text, qsizetype most)
{
    QString words = maskSecrets(text.left(4 * most)).left(most); // the first cut limits the cost of masking
    if (words.size() == most && words.back().isHighSurrogate())
        words.chop(1);
    return words;
}

std::string maskSecrets(std::string_view utf8)
{
    return maskSecrets(QString::fromUtf8(utf8.data(), qsizetype(utf8.size()))).toStdString();
}

} // namespace rookery::logrules
