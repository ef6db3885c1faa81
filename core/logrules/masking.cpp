// SPDX-License-Identifier: GPL-3.0-or-later
#include "masking.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! A secret's shape: `before` (kept), the secret, `after` (kept, may be empty).
struct Shape {
    std::vector<QLatin1StringView> triggers; // one must be in the text, any case, before the pattern runs
    QRegularExpression pattern; // \1 is kept, what follows the last kept character is replaced
};

QRegularExpression insensitive(const QString &pattern)
{
    QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
    expression.optimize();
    return expression;
}

//! Names of JSON keys and of URL parameters whose value is a secret.
QString secretNames()
{
    return u"(?:webui_|access_|old|new|bytes_?|uin-?)?token|credential|client_?key|(?:private_|group_)?rkey|"
           u"(?:totp)?secret|totpcode|password(?:_?md5)?|hash(?:encoded)?|hmac|newdevicepullqrcodesig|ticket|randstr|"
           u"proofwaterurl|jumpurl|qrcode(?:url)?|sig|authorization"_s;
}

std::vector<Shape> makeShapes()
{
    const QString names = secretNames();
    std::vector<Shape> shapes;
    // LLBot writes what its clients showed (docs/protocol/llbot.md, "Log lines")
    shapes.push_back({{" token "_L1}, insensitive(u"(receive (?:http|ws) (?:header|url) token[ \\t]+)\\S+"_s)});
    // the panel's password in clear; it may hold any character
    shapes.push_back({{"webui token:"_L1}, insensitive(u"(WebUi Token:[ \\t]*)[^\\r\\n]+"_s)});
    // key=value in URLs, forms and environment dumps; no word border, so that prefixes are covered as well
    shapes.push_back({{"="_L1}, insensitive(u"((?:"_s + names + u"|secret_key)=)[^\\s&\"'<>,;\\\\]+"_s)});
    // the link behind a login code
    shapes.push_back(
        {{"txz.qq.com"_L1}, insensitive(u"(txz\\.qq\\.com/[^\\s\"'?]*\\?(?:[^\\s\"']*&)?k=)[^&\\s\"'\\\\]+"_s)});
    // LLBot names a stranger's page that draws the code it is given
    shapes.push_back(
        {{"create-qr-code"_L1}, insensitive(u"(create-qr-code/?\\?(?:[^\\s\"']*&)?data=)[^&\\s\"'\\\\]+"_s)});
    // and of WeChat's (docs/protocol/geekai.md, "The login code")
    shapes.push_back({{"weixin.qq.com/"_L1},
                      insensitive(u"((?:login\\.weixin\\.qq\\.com/(?:l|qrcode)|liteapp\\.weixin\\.qq\\.com/q)/)"
                                  "[^\\s\"'\\\\]+"_s)});
    shapes.push_back({{"uuid="_L1}, insensitive(u"(\\bwx\\.qq\\.com/\\S*?[?&]uuid=)[^&\\s\"'\\\\]+"_s)});
    // GeekAI prints all its settings, keys included, when somebody saves them
    shapes.push_back(
        {{"config successfully"_L1}, insensitive(u"(Update AppServer's config successfully:?[ \\t]*)\\S[\\s\\S]*"_s)});
    // JSON, also cut short (no closing quote) and nested in a JSON string (escaped quotes)
    shapes.push_back(
        {{"\":"_L1, "\" :"_L1}, insensitive(u"(\"(?:"_s + names + u")\"\\s*:\\s*\")(?:[^\"\\\\\\r\\n]|\\\\.)+"_s)});
    shapes.push_back(
        {{"\\\""_L1}, insensitive(u"(\\\\+\"(?:"_s + names + u")\\\\+\"\\s*:\\s*\\\\+\")[^\"\\\\\\r\\n]+"_s)});
    // JavaScript's own way of printing an object
    shapes.push_back({{": '"_L1}, insensitive(u"(\\b(?:"_s + names + u")['\"]?:\\s*')(?:[^'\\\\\\r\\n]|\\\\.)+"_s)});
    shapes.push_back({{"bearer"_L1}, insensitive(u"(\\bBearer\\s+)[^\\s\"',;\\\\]+"_s)});
    shapes.push_back(
        {{"credential"_L1}, insensitive(u"(\\bCredential[ \\t]*[:=][ \\t]*)(?![\"'*])[^\\s\"',;\\\\]+"_s)});
    // verification pages carry their session in the query
    shapes.push_back({{"url:"_L1}, insensitive(u"((?:proofWaterUrl|jumpUrl):\\s*[^\\s?]+\\?)\\S+"_s)});
    return shapes;
}

//! True for what a terminal QR code is drawn with.
bool isBlock(QChar c)
{
    return c >= QChar(0x2580) && c <= QChar(0x259F);
}

//! And for terminals that know no blocks.
bool isPlainInk(QChar c)
{
    return c == u'.' || c == u'^' || c == u'@';
}

//! Where the end of the line begins that holds nothing but `ink` and blanks.
template <typename Ink>
qsizetype endOf(QStringView line, Ink ink)
{
    const auto other = std::find_if(line.rbegin(), line.rend(), [ink](QChar c) { return !ink(c) && !c.isSpace(); });
    return line.rend() - other;
}

//! Where a row of a drawn code begins, behind whatever a log put in front of it; -1: the line is none.
qsizetype drawingIn(QStringView line)
{
    constexpr qsizetype kSmallestCode = 12;
    constexpr qsizetype kSmallestBehindWords = 21; // the least that any code is wide
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

//! A drawn login code is as good as its text: whoever sees it can scan it. Words in front of it stay, once.
QString dropDrawings(const QString &text)
{
    if (std::none_of(text.cbegin(), text.cend(), [](QChar c) { return isBlock(c) || c == u'^' || c == u'@'; }))
        return text;
    QStringList kept;
    std::optional<QStringView> words; // in front of the row before, if it was one
    const QList<QStringView> lines = QStringView(text).split(u'\n');
    for (const QStringView line : lines) {
        const qsizetype begin = drawingIn(line);
        if (begin < 0) {
            kept.append(line.toString());
            words.reset();
        } else if (const QStringView before = line.first(begin); words != before) {
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
    for (const Shape &shape : shapes) {
        const bool possible =
            std::any_of(shape.triggers.begin(), shape.triggers.end(),
                        [&masked](QLatin1StringView trigger) { return masked.contains(trigger, Qt::CaseInsensitive); });
        if (possible)
            masked.replace(shape.pattern, replacement);
    }
    return masked;
}

std::string maskSecrets(std::string_view utf8)
{
    return maskSecrets(QString::fromUtf8(utf8.data(), qsizetype(utf8.size()))).toStdString();
}

} // namespace rookery::logrules
