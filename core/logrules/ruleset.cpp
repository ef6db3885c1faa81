// SPDX-License-Identifier: GPL-3.0-or-later
#include "ruleset.h"

#include "masking.h"

#include "resources/resources.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

// The head of a line decides; the rest is stack traces and dumps.
constexpr qsizetype kClassifiedLength = 4096;
constexpr qsizetype kCaptureLength = 500;

struct Wording {
    QString title;
    QString meaning;
    QString since;
    QString advice;
};

struct Rule {
    QString id;
    LogCategory category = LogCategory::None;
    Severity severity = Severity::Info;
    unsigned levels = ~0U; // one bit per LogLevel
    QString contains;
    QString startsWith;
    QRegularExpression pattern;
    bool hasPattern = false;
    QStringList groups;
    Wording english;
    Wording chinese;
};

const std::pair<QLatin1StringView, LogCategory> kCategories[] = {
    {"none"_L1, LogCategory::None},
    {"fallback"_L1, LogCategory::Fallback},
    {"timeout"_L1, LogCategory::Timeout},
    {"richMedia"_L1, LogCategory::RichMedia},
    {"rkey"_L1, LogCategory::Rkey},
    {"kickOffline"_L1, LogCategory::KickOffline},
    {"login"_L1, LogCategory::Login},
    {"restart"_L1, LogCategory::Restart},
    {"port"_L1, LogCategory::Port},
    {"unknownEvent"_L1, LogCategory::UnknownEvent},
    {"riskControl"_L1, LogCategory::RiskControl},
};

const std::pair<QLatin1StringView, Severity> kSeverities[] = {
    {"info"_L1, Severity::Info},
    {"degraded"_L1, Severity::Degraded},
    {"needsHand"_L1, Severity::NeedsHand},
    {"failed"_L1, Severity::Failed},
};

const std::pair<QLatin1StringView, LogLevel> kLevels[] = {
    {"debug"_L1, LogLevel::Debug}, {"info"_L1, LogLevel::Info},   {"warn"_L1, LogLevel::Warn},
    {"error"_L1, LogLevel::Error}, {"fatal"_L1, LogLevel::Fatal},
};

template <class T, std::size_t N>
bool lookUp(const std::pair<QLatin1StringView, T> (&table)[N], QStringView word, T &value)
{
    const auto *const it =
        std::find_if(std::begin(table), std::end(table), [word](const auto &e) { return word == e.first; });
    if (it == std::end(table))
        return false;
    value = it->second;
    return true;
}

tl::unexpected<Error> badRule(const QString &id, const QString &what)
{
    return fail(ErrorKind::Protocol, Reason::BadInput, id + u": "_s + what);
}

Result<Wording> readWording(const QString &id, const QJsonObject &rule, const QString &language)
{
    const QJsonObject object = rule.value(language).toObject();
    Wording words{.title = object.value("title"_L1).toString(),
                  .meaning = object.value("meaning"_L1).toString(),
                  .since = object.value("since"_L1).toString(),
                  .advice = object.value("advice"_L1).toString()};
    if (words.title.isEmpty() || words.meaning.isEmpty() || words.since.isEmpty() || words.advice.isEmpty())
        return badRule(id, u"title, meaning, since or advice missing in "_s + language);
    return words;
}

Result<unsigned> readLevels(const QString &id, const QJsonValue &value)
{
    if (value.isUndefined())
        return ~0U;
    unsigned bits = 0;
    const QJsonArray words = value.toArray();
    for (const QJsonValue &word : words) {
        LogLevel level{};
        if (!lookUp(kLevels, word.toString(), level))
            return badRule(id, u"unknown level "_s + word.toString());
        bits |= 1U << unsigned(level);
    }
    if (bits == 0)
        return badRule(id, u"levels is empty"_s);
    return bits;
}

Result<> readMatching(const QJsonObject &object, Rule &rule)
{
    rule.contains = object.value("contains"_L1).toString();
    rule.startsWith = object.value("startsWith"_L1).toString();
    const QString pattern = object.value("pattern"_L1).toString();
    if (rule.contains.isEmpty() && rule.startsWith.isEmpty() && pattern.isEmpty())
        return badRule(rule.id, u"nothing to match"_s);
    if (pattern.isEmpty())
        return {};
    rule.pattern = QRegularExpression(pattern);
    if (!rule.pattern.isValid())
        return badRule(rule.id, rule.pattern.errorString());
    rule.pattern.optimize();
    rule.hasPattern = true;
    rule.groups = rule.pattern.namedCaptureGroups();
    rule.groups.removeAll(QString());
    return {};
}

Result<Rule> readRule(const QJsonObject &object)
{
    Rule rule;
    rule.id = object.value("id"_L1).toString();
    if (rule.id.isEmpty())
        return badRule(u"?"_s, u"a rule without id"_s);
    if (!lookUp(kCategories, object.value("category"_L1).toString(), rule.category))
        return badRule(rule.id, u"unknown category"_s);
    if (!lookUp(kSeverities, object.value("severity"_L1).toString(), rule.severity))
        return badRule(rule.id, u"unknown severity"_s);
    const Result<unsigned> levels = readLevels(rule.id, object.value("levels"_L1));
    if (!levels)
        return fail(levels.error());
    rule.levels = *levels;
    if (const Result<> matching = readMatching(object, rule); !matching)
        return fail(matching.error());
    Result<Wording> english = readWording(rule.id, object, u"en"_s);
    Result<Wording> chinese = readWording(rule.id, object, u"zh_CN"_s);
    if (!english || !chinese)
        return fail(english ? chinese.error() : english.error());
    rule.english = std::move(*english);
    rule.chinese = std::move(*chinese);
    return rule;
}

QRegularExpressionMatch matchView(const QRegularExpression &pattern, QStringView text)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return pattern.matchView(text);
#else
    return pattern.match(text);
#endif
}

} // namespace

struct RuleSet::Data {
    std::vector<Rule> rules;
    QHash<QString, Severity> severities;
};

RuleSet::RuleSet() : m_data(std::make_shared<Data>()) {}

RuleSet::RuleSet(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

Result<RuleSet> RuleSet::load(const QByteArray &json)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (document.isNull())
        return fail(ErrorKind::Protocol, Reason::BadInput, parseError.errorString());
    if (document.object().value("format"_L1).toInt() != 1)
        return fail(ErrorKind::Protocol, Reason::BadInput, u"not a rule file of format 1"_s);
    auto data = std::make_shared<Data>();
    const QJsonArray rules = document.object().value("rules"_L1).toArray();
    for (const QJsonValue &value : rules) {
        Result<Rule> rule = readRule(value.toObject());
        if (!rule)
            return fail(rule.error());
        if (data->severities.contains(rule->id))
            return badRule(rule->id, u"id used twice"_s);
        data->severities.insert(rule->id, rule->severity);
        data->rules.push_back(std::move(*rule));
    }
    return RuleSet(std::move(data));
}

Result<RuleSet> RuleSet::builtIn(GatewayKind kind)
{
    initResources();
    QString name;
    switch (kind) {
    case GatewayKind::NapCat:
        name = u":/rules/napcat.json"_s;
        break;
    case GatewayKind::LLBot:
        name = u":/rules/llbot.json"_s;
        break;
    case GatewayKind::Lagrange:
        name = u":/rules/lagrange.json"_s;
        break;
    case GatewayKind::Milky:
    case GatewayKind::OneBot11:
    case GatewayKind::ILink:
        return RuleSet(); // no log comes over it
    case GatewayKind::Probe:
        name = u":/rules/geekai.json"_s;
        break;
    }
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Bug, Reason::Internal, name + u": "_s + file.errorString());
    return load(file.readAll());
}

Match RuleSet::classify(LogLevel level, QStringView text) const
{
    const QStringView head = text.left(kClassifiedLength);
    const unsigned bit = 1U << unsigned(level);
    for (const Rule &rule : m_data->rules) {
        // cheap literal tests first: most lines fit no rule at all
        if ((rule.levels & bit) == 0 || (!rule.startsWith.isEmpty() && !head.startsWith(rule.startsWith))
            || (!rule.contains.isEmpty() && !head.contains(rule.contains)))
            continue;
        Match match{.ruleId = rule.id, .category = rule.category, .severity = rule.severity, .captures = {}};
        if (!rule.hasPattern)
            return match;
        const QRegularExpressionMatch found = matchView(rule.pattern, head);
        if (!found.hasMatch())
            continue;
        for (const QString &group : rule.groups) {
            const QStringView value = found.capturedView(group).left(kCaptureLength).trimmed();
            if (!value.isEmpty())
                match.captures.append(group + u'=' + value);
        }
        return match;
    }
    return {};
}

LogLine RuleSet::makeLine(LogLevel level, const QString &text) const
{
    LogLine line;
    line.level = level;
    line.text = maskSecrets(text);
    const Match match = classify(level, line.text);
    line.category = match.category;
    line.ruleId = match.ruleId;
    line.captures = match.captures;
    return line;
}

QList<RuleExplanation> RuleSet::explanations(const QString &language) const
{
    const bool chinese = language.startsWith("zh"_L1);
    QList<RuleExplanation> list;
    list.reserve(qsizetype(m_data->rules.size()));
    for (const Rule &rule : m_data->rules) {
        const Wording &words = chinese ? rule.chinese : rule.english;
        list.append({.ruleId = rule.id,
                     .category = rule.category,
                     .title = words.title,
                     .meaning = words.meaning,
                     .since = words.since,
                     .advice = words.advice});
    }
    return list;
}

Severity RuleSet::severity(const QString &ruleId) const
{
    return m_data->severities.value(ruleId, Severity::Info);
}

int RuleSet::size() const
{
    return int(m_data->rules.size());
}

QString captureValue(const QStringList &captures, const QString &name)
{
    const QString prefix = name + u'=';
    for (const QString &capture : captures) {
        if (capture.startsWith(prefix))
            return capture.sliced(prefix.size());
    }
    return {};
}

LogLevel levelFromWord(QStringView word)
{
    LogLevel level = LogLevel::Info;
    lookUp(kLevels, word, level);
    return level;
}

} // namespace rookery::logrules
