// SPDX-License-Identifier: GPL-3.0-or-later
#include "ruleset.h"

#include "masking.h"

#include "base/log.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "model/names.h"
#include "resources/resources.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr int kFormat = 2;
// Only the beginning of a line is matched; the rest is stack traces and dumps.
constexpr qsizetype kClassifiedLength = 4096;
constexpr qsizetype kCaptureLength = 500;
// What a rule file may cost, whoever wrote it.
constexpr int kMostRules = 1000;
constexpr int kMostForms = 50; // of a rule
constexpr qsizetype kLongestPattern = 1000;
constexpr qsizetype kLargestFile = 1024LL * 1024;

struct Wording {
    QString title;
    QString meaning;
    QString since;
    QString advice;
};

// one possible beginning of a line
struct Form {
    QStringList startsWith;
    bool afterHead = false; // also allowed where the head defined in the rule file ends
    QRegularExpression then; // matched where the literal ends; without a pattern: anything
    QStringList groups;
};

struct Rule {
    QString id;
    LogCategory category = LogCategory::None;
    Severity severity = Severity::Info;
    unsigned levels = ~0U; // one bit per LogLevel
    std::vector<Form> forms;
    Wording english;
    Wording chinese;
};

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
        const std::optional<LogLevel> level = fromName<LogLevel>(word.toString());
        if (!level)
            return badRule(id, u"unknown level "_s + word.toString());
        bits |= 1U << unsigned(*level);
    }
    if (bits == 0)
        return badRule(id, u"levels is empty"_s);
    return bits;
}

//! Compiles a pattern that gives up, without a match, where it would take long.
Result<QRegularExpression> readPattern(const QString &id, const QString &pattern)
{
    if (pattern.isEmpty())
        return QRegularExpression();
    if (pattern.size() > kLongestPattern)
        return badRule(id, u"a pattern of more than %1 characters"_s.arg(kLongestPattern));
    QRegularExpression expression(u"(*LIMIT_MATCH=10000)"_s + pattern);
    if (!expression.isValid())
        return badRule(id, expression.errorString());
    expression.optimize();
    return expression;
}

Result<Form> readForm(const QString &id, const QJsonObject &object, bool hasHead)
{
    Form form;
    const QJsonArray literals = object.value("startsWith"_L1).toArray();
    for (const QJsonValue &literal : literals)
        form.startsWith.append(literal.toString());
    // a form that may begin anywhere would also match a line that quotes it
    if (form.startsWith.isEmpty() || form.startsWith.contains(QString()))
        return badRule(id, u"a form that starts with nothing"_s);
    form.afterHead = object.value("afterHead"_L1).toBool();
    if (form.afterHead && !hasHead)
        return badRule(id, u"afterHead, and the file has no head"_s);
    Result<QRegularExpression> then = readPattern(id, object.value("then"_L1).toString());
    if (!then)
        return fail(then.error());
    form.then = std::move(*then);
    form.groups = form.then.namedCaptureGroups();
    form.groups.removeAll(QString());
    return form;
}

Result<> readForms(const QJsonObject &object, bool hasHead, Rule &rule)
{
    const QJsonArray forms = object.value("forms"_L1).toArray();
    if (forms.size() > kMostForms)
        return badRule(rule.id, u"more than %1 forms"_s.arg(kMostForms));
    for (const QJsonValue &value : forms) {
        Result<Form> form = readForm(rule.id, value.toObject(), hasHead);
        if (!form)
            return fail(form.error());
        rule.forms.push_back(std::move(*form));
    }
    if (rule.forms.empty())
        return badRule(rule.id, u"nothing to match"_s);
    return {};
}

//! Reads what payload and rules have in common: id, levels, forms, wording.
Result<Rule> readNamed(const QJsonObject &object, bool hasHead)
{
    Rule rule;
    rule.id = object.value("id"_L1).toString();
    if (rule.id.isEmpty())
        return badRule(u"?"_s, u"a rule without id"_s);
    const Result<unsigned> levels = readLevels(rule.id, object.value("levels"_L1));
    if (!levels)
        return fail(levels.error());
    rule.levels = *levels;
    if (const Result<> forms = readForms(object, hasHead, rule); !forms)
        return fail(forms.error());
    Result<Wording> english = readWording(rule.id, object, u"en"_s);
    Result<Wording> chinese = readWording(rule.id, object, u"zh_CN"_s);
    if (!english || !chinese)
        return fail(english ? chinese.error() : english.error());
    rule.english = std::move(*english);
    rule.chinese = std::move(*chinese);
    return rule;
}

Result<Rule> readRule(const QJsonObject &object, bool hasHead)
{
    Result<Rule> rule = readNamed(object, hasHead);
    if (!rule)
        return rule;
    const auto category = fromName<LogCategory>(object.value("category"_L1).toString());
    if (!category)
        return badRule(rule->id, u"unknown category"_s);
    rule->category = *category;
    const auto severity = fromName<Severity>(object.value("severity"_L1).toString());
    if (!severity)
        return badRule(rule->id, u"unknown severity"_s);
    rule->severity = *severity;
    const bool drives = rule->category != LogCategory::None || rule->severity != Severity::Info;
    if (drives && !object.contains("levels"_L1))
        return badRule(rule->id, u"no levels, although it may change something"_s);
    return rule;
}

//! Matches only at `from`.
QRegularExpressionMatch matchAt(const QRegularExpression &pattern, QStringView text, qsizetype from)
{
    constexpr auto kHere = QRegularExpression::AnchorAtOffsetMatchOption;
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return pattern.matchView(text, from, QRegularExpression::NormalMatch, kHere);
#else
    return pattern.match(text, from, QRegularExpression::NormalMatch, kHere);
#endif
}

QStringList capturesOf(const Form &form, const QRegularExpressionMatch &found)
{
    QStringList captures;
    for (const QString &group : form.groups) {
        const QStringView value = found.capturedView(group).left(kCaptureLength).trimmed();
        if (!value.isEmpty())
            captures.append(group + u'=' + value);
    }
    return captures;
}

//! Returns the captures of a form; nullopt: the text does not begin with it.
std::optional<QStringList> capturesIn(const Form &form, QStringView text)
{
    for (const QString &literal : form.startsWith) {
        if (!text.startsWith(literal))
            continue;
        if (form.then.pattern().isEmpty())
            return QStringList();
        if (const QRegularExpressionMatch found = matchAt(form.then, text, literal.size()); found.hasMatch())
            return capturesOf(form, found);
    }
    return std::nullopt;
}

QStringView withoutLeadingBlanks(QStringView text)
{
    const auto *const first = std::find_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace(); });
    return text.sliced(first - text.begin());
}

//! Holds a line and its part after the file's head, which is searched only when a rule first needs it.
class Words final
{
public:
    Words(QStringView text, const QRegularExpression &head) : m_text(text), m_head(head) {}

    [[nodiscard]] QStringView of(const Form &form)
    {
        if (!form.afterHead)
            return m_text;
        if (!m_afterHead)
            m_afterHead = m_text.sliced(std::max<qsizetype>(matchAt(m_head, m_text, 0).capturedLength(), 0));
        return *m_afterHead;
    }

private:
    QStringView m_text;
    const QRegularExpression &m_head;
    std::optional<QStringView> m_afterHead;
};

std::optional<Match> matchOf(const Rule &rule, LogLevel level, Words &words)
{
    if ((rule.levels & 1U << unsigned(level)) == 0)
        return std::nullopt;
    for (const Form &form : rule.forms) {
        if (std::optional<QStringList> captures = capturesIn(form, words.of(form)))
            return Match{.ruleId = rule.id,
                         .category = rule.category,
                         .severity = rule.severity,
                         .captures = *std::move(captures),
                         .payload = false};
    }
    return std::nullopt;
}

} // namespace

struct RuleSet::Data {
    std::vector<Rule> payload;
    std::vector<Rule> rules;
    QStringList heads; // of the files, in their order
    QRegularExpression head; // what may precede the words of a form with afterHead
    QHash<QString, Severity> severities;
    QByteArray fingerprint;

    [[nodiscard]] Result<> add(Result<Rule> rule, std::vector<Rule> &list)
    {
        if (!rule)
            return fail(rule.error());
        if (severities.contains(rule->id))
            return badRule(rule->id, u"id used twice"_s);
        if (size() == kMostRules)
            return badRule(rule->id, u"more than %1 rules"_s.arg(kMostRules));
        severities.insert(rule->id, rule->severity);
        list.push_back(std::move(*rule));
        return {};
    }
    [[nodiscard]] Result<> addFile(const QByteArray &json)
    {
        if (json.size() > kLargestFile)
            return fail(ErrorKind::Protocol, Reason::BadInput, u"more than %1 bytes"_s.arg(kLargestFile));
        QJsonParseError parseError;
        const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
        if (document.isNull())
            return fail(ErrorKind::Protocol, Reason::BadInput, parseError.errorString());
        const QJsonObject file = document.object();
        if (file.value("format"_L1).toInt() != kFormat)
            return fail(ErrorKind::Protocol, Reason::BadInput, u"not a rule file of format %1"_s.arg(kFormat));
        const QString pattern = file.value("head"_L1).toString();
        if (const Result<QRegularExpression> compiled = readPattern(u"head"_s, pattern); !compiled)
            return fail(compiled.error());
        if (!pattern.isEmpty())
            heads.append(pattern);
        const QJsonArray payloadForms = file.value("payload"_L1).toArray();
        for (const QJsonValue &value : payloadForms) {
            if (const Result<> added = add(readNamed(value.toObject(), !pattern.isEmpty()), payload); !added)
                return added;
        }
        const QJsonArray ruleObjects = file.value("rules"_L1).toArray();
        for (const QJsonValue &value : ruleObjects) {
            if (const Result<> added = add(readRule(value.toObject(), !pattern.isEmpty()), rules); !added)
                return added;
        }
        return {};
    }
    [[nodiscard]] int size() const { return int(payload.size() + rules.size()); }
};

RuleSet::RuleSet() : m_data(std::make_shared<Data>()) {}

RuleSet::RuleSet(std::shared_ptr<const Data> data) : m_data(std::move(data)) {}

Result<RuleSet> RuleSet::load(const QList<QByteArray> &files)
{
    auto data = std::make_shared<Data>();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &file : files) {
        if (const Result<> added = data->addFile(file); !added)
            return fail(added.error());
        hash.addData(QByteArray(QByteArray::number(file.size()) + '\n'));
        hash.addData(file);
    }
    data->fingerprint = hash.result();
    Result<QRegularExpression> head =
        readPattern(u"head"_s, data->heads.isEmpty() ? QString() : u"(?:"_s + data->heads.join(u")|(?:"_s) + u')');
    if (!head)
        return fail(head.error());
    data->head = std::move(*head);
    return RuleSet(std::move(data));
}

const QByteArray &RuleSet::fingerprint() const
{
    return m_data->fingerprint;
}

Result<RuleSet> RuleSet::builtIn(GatewayKind kind)
{
    initResources();
    const QLatin1StringView rules = traitsOf(kind).rules;
    if (rules.isEmpty())
        return RuleSet(); // these kinds provide no log
    QList<QByteArray> files;
    for (const QString &name : {u":/rules/process.json"_s, QString(u":/rules/%1.json"_s.arg(rules))}) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorKind::Bug, Reason::Internal, name + u": "_s + file.errorString());
        files.append(file.readAll());
    }
    return load(files);
}

RuleSet RuleSet::builtInOrNone(GatewayKind kind)
{
    Result<RuleSet> loaded = builtIn(kind);
    if (loaded)
        return *std::move(loaded);
    rkError("log rules of {}: {}", gatewayKindId(kind), loaded.error().detail);
    return {};
}

Match RuleSet::classify(LogLevel level, QStringView words) const
{
    Words line(withoutLeadingBlanks(words.left(kClassifiedLength)), m_data->head);
    for (const Rule &form : m_data->payload) {
        if (std::optional<Match> match = matchOf(form, level, line)) {
            match->captures.clear();
            match->payload = true;
            return *std::move(match);
        }
    }
    for (const Rule &rule : m_data->rules) {
        if (std::optional<Match> match = matchOf(rule, level, line))
            return *std::move(match);
    }
    return {};
}

LogLine RuleSet::makeLine(LogLevel level, const QString &text, qsizetype ownFrom) const
{
    LogLine line;
    line.level = level;
    line.text = maskSecrets(text);
    // if a secret before them was masked, the words have moved: such a line is not classified
    const QStringView whole(line.text);
    const bool moved = ownFrom > whole.size() || whole.left(ownFrom) != QStringView(text).left(ownFrom);
    Match match = moved ? Match() : classify(level, whole.sliced(ownFrom));
    line.category = match.category;
    line.ruleId = std::move(match.ruleId);
    line.captures = std::move(match.captures);
    return line;
}

QList<RuleExplanation> RuleSet::explanations(const QString &language) const
{
    const bool chinese = language.startsWith("zh"_L1);
    QList<RuleExplanation> list;
    list.reserve(size());
    for (const std::vector<Rule> *part : {&m_data->payload, &m_data->rules}) {
        for (const Rule &rule : *part) {
            const Wording &words = chinese ? rule.chinese : rule.english;
            list.append({.ruleId = rule.id,
                         .category = rule.category,
                         .title = words.title,
                         .meaning = words.meaning,
                         .since = words.since,
                         .advice = words.advice});
        }
    }
    return list;
}

QStringList RuleSet::payloadIds() const
{
    QStringList ids;
    for (const Rule &form : m_data->payload)
        ids.append(form.id);
    return ids;
}

Severity RuleSet::severity(const QString &ruleId) const
{
    return m_data->severities.value(ruleId, Severity::Info);
}

std::vector<RuleBeginning> RuleSet::beginnings() const
{
    std::vector<RuleBeginning> all;
    for (const std::vector<Rule> *part : {&m_data->payload, &m_data->rules}) {
        for (const Rule &rule : *part) {
            for (const Form &form : rule.forms) {
                for (const QString &literal : form.startsWith)
                    all.push_back({.ruleId = rule.id,
                                   .category = rule.category,
                                   .payload = part == &m_data->payload,
                                   .levels = rule.levels,
                                   .literal = literal,
                                   .afterHead = form.afterHead,
                                   .certain = form.then.pattern().isEmpty()});
            }
        }
    }
    return all;
}

qsizetype RuleSet::headLength(QStringView words) const
{
    return std::max<qsizetype>(matchAt(m_data->head, words, 0).capturedLength(), 0);
}

int RuleSet::size() const
{
    return m_data->size();
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
    return fromName<LogLevel>(word).value_or(LogLevel::Info);
}

} // namespace rookery::logrules
