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
constexpr int kMatchLimit = 10'000; // steps of one pattern in one line
constexpr qsizetype kLargestFile = 1024LL * 1024;
// What a user's file may cost more strictly: it is compiled for each kind, and its author may be anyone.
constexpr int kMostUserRules = 200;
constexpr int kUserMatchLimit = 2000;
constexpr qsizetype kUserClassifiedLength = 1000;
constexpr qsizetype kMostUserPatterns = 10; // that one line can reach
constexpr qsizetype kLongestUserId = 100;
constexpr qsizetype kLongestUserWording = 2000;

enum class Author { Program, User };

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
    Author author = Author::Program;
    QString colour;
};

tl::unexpected<Error> badRule(const QString &id, const QString &what)
{
    return fail(ErrorKind::Protocol, Reason::BadInput, id + u": "_s + what);
}

//! Refuses what a user misspelt, which would otherwise silently count for nothing.
Result<> checkKeys(const QString &id, const QJsonObject &object, std::initializer_list<QLatin1StringView> known)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString key = it.key();
        if (std::find(known.begin(), known.end(), key) == known.end())
            return badRule(id, u"unknown key \"%1\""_s.arg(key.left(kLongestUserId)));
    }
    return {};
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

//! Reads the wording of a user's rule: its title and its meaning, in one language or in both.
Result<> readUserWording(const QJsonObject &object, Rule &rule)
{
    for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
        if (!object.contains(language))
            continue;
        const QJsonObject wording = object.value(language).toObject();
        if (const Result<> checked = checkKeys(rule.id, wording, {"title"_L1, "meaning"_L1, "since"_L1, "advice"_L1});
            !checked)
            return checked;
        for (const QJsonValue &value : wording) {
            if (!value.isString() || value.toString().size() > kLongestUserWording)
                return badRule(rule.id,
                               u"a text in %1 of more than %2 characters"_s.arg(language).arg(kLongestUserWording));
        }
        const Wording words{.title = wording.value("title"_L1).toString(),
                            .meaning = wording.value("meaning"_L1).toString(),
                            .since = wording.value("since"_L1).toString(),
                            .advice = wording.value("advice"_L1).toString()};
        if (words.title.isEmpty() || words.meaning.isEmpty())
            return badRule(rule.id, u"title or meaning missing in "_s + language);
        if (rule.english.title.isEmpty())
            rule.english = words;
        rule.chinese = words; // read last
    }
    if (rule.english.title.isEmpty())
        return badRule(rule.id, u"no wording: neither en nor zh_CN"_s);
    return {};
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
Result<QRegularExpression> readPattern(const QString &id, const QString &pattern, int limit = kMatchLimit)
{
    if (pattern.isEmpty())
        return QRegularExpression();
    if (pattern.size() > kLongestPattern)
        return badRule(id, u"a pattern of more than %1 characters"_s.arg(kLongestPattern));
    // in brackets, because a setting at its own beginning would replace this one
    QRegularExpression expression(u"(*LIMIT_MATCH=%1)"_s.arg(limit) + u"(?:"_s + pattern + u')');
    if (!expression.isValid())
        return badRule(id, expression.errorString());
    expression.optimize();
    return expression;
}

Result<Form> readForm(const QString &id, const QJsonObject &object, Author author, bool mayFollowHead)
{
    Form form;
    const QJsonArray literals = object.value("startsWith"_L1).toArray();
    for (const QJsonValue &literal : literals)
        form.startsWith.append(literal.toString());
    // a form that may begin anywhere would also match a line that quotes it
    if (form.startsWith.isEmpty() || form.startsWith.contains(QString()))
        return badRule(id, u"a form that starts with nothing"_s);
    form.afterHead = object.value("afterHead"_L1).toBool();
    if (form.afterHead && !mayFollowHead)
        return badRule(id, u"afterHead, and the file has no head"_s);
    const int limit = author == Author::User ? kUserMatchLimit : kMatchLimit;
    Result<QRegularExpression> then = readPattern(id, object.value("then"_L1).toString(), limit);
    if (!then)
        return fail(then.error());
    form.then = std::move(*then);
    form.groups = form.then.namedCaptureGroups();
    form.groups.removeAll(QString());
    return form;
}

Result<> readForms(const QJsonObject &object, bool mayFollowHead, Rule &rule)
{
    const QJsonArray forms = object.value("forms"_L1).toArray();
    if (forms.size() > kMostForms)
        return badRule(rule.id, u"more than %1 forms"_s.arg(kMostForms));
    for (const QJsonValue &value : forms) {
        if (rule.author == Author::User) {
            const Result<> checked = checkKeys(rule.id, value.toObject(), {"startsWith"_L1, "then"_L1, "afterHead"_L1});
            if (!checked)
                return checked;
        }
        Result<Form> form = readForm(rule.id, value.toObject(), rule.author, mayFollowHead);
        if (!form)
            return fail(form.error());
        rule.forms.push_back(std::move(*form));
    }
    if (rule.forms.empty())
        return badRule(rule.id, u"nothing to match"_s);
    return {};
}

//! Checks that a user's id can be that of no built-in rule, in no version, and is fit to be printed.
Result<> checkUserId(const QString &id)
{
    const auto isPlain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.'
            || c == u'-' || c == u'_';
    };
    if (!id.startsWith(kUserPrefix) || id.size() == kUserPrefix.size())
        return badRule(id.left(kLongestUserId), u"the id of a user rule begins with \"user.\""_s);
    if (id.size() > kLongestUserId || !std::all_of(id.begin(), id.end(), isPlain))
        return badRule(id.left(kLongestUserId),
                       u"an id has letters, digits, \".\", \"-\" and \"_\", at most %1"_s.arg(kLongestUserId));
    return {};
}

//! Reads what payload and rules have in common: id, levels, forms, wording.
Result<Rule> readNamed(const QJsonObject &object, Author author, bool mayFollowHead)
{
    Rule rule;
    rule.author = author;
    rule.id = object.value("id"_L1).toString();
    if (rule.id.isEmpty())
        return badRule(u"?"_s, u"a rule without id"_s);
    if (const Result<> checked = author == Author::User ? checkUserId(rule.id) : Result<>(); !checked)
        return fail(checked.error());
    const Result<unsigned> levels = readLevels(rule.id, object.value("levels"_L1));
    if (!levels)
        return fail(levels.error());
    rule.levels = *levels;
    if (const Result<> forms = readForms(object, mayFollowHead, rule); !forms)
        return fail(forms.error());
    if (author == Author::User) {
        if (const Result<> read = readUserWording(object, rule); !read)
            return fail(read.error());
        return rule;
    }
    Result<Wording> english = readWording(rule.id, object, u"en"_s);
    Result<Wording> chinese = readWording(rule.id, object, u"zh_CN"_s);
    if (!english || !chinese)
        return fail(english ? chinese.error() : english.error());
    rule.english = std::move(*english);
    rule.chinese = std::move(*chinese);
    return rule;
}

Result<Rule> readRule(const QJsonObject &object, Author author, bool mayFollowHead)
{
    Result<Rule> rule = readNamed(object, author, mayFollowHead);
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

bool isColour(const QString &colour)
{
    if (colour.size() == 7 && colour.startsWith(u'#')) {
        return std::all_of(colour.begin() + 1, colour.end(), [](QChar c) {
            return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
        });
    }
    return std::find(std::begin(kRuleColours), std::end(kRuleColours), colour) != std::end(kRuleColours);
}

Result<Rule> readUserRule(const QJsonObject &object)
{
    Result<Rule> rule = readRule(object, Author::User, true);
    if (!rule)
        return rule;
    const Result<> checked =
        checkKeys(rule->id, object,
                  {"id"_L1, "category"_L1, "severity"_L1, "levels"_L1, "forms"_L1, "colour"_L1, "en"_L1, "zh_CN"_L1});
    if (!checked)
        return fail(checked.error());
    if (const QJsonValue colour = object.value("colour"_L1); !colour.isUndefined()) {
        rule->colour = colour.toString();
        if (!isColour(rule->colour)) {
            QStringList names;
            for (const QLatin1StringView name : kRuleColours)
                names.append(name);
            return badRule(rule->id, u"unknown colour: it is #rrggbb or one of "_s + names.join(u", "));
        }
    }
    return rule;
}

//! Bounds what a line can cost, whatever it says: each pattern takes a bounded time, and a line reaches only those
//! whose literals it begins with.
Result<> checkReach(const std::vector<Rule> &rules)
{
    std::vector<std::pair<QString, QString>> literals; // and their rules
    for (const Rule &rule : rules) {
        for (const Form &form : rule.forms) {
            if (form.then.pattern().isEmpty())
                continue;
            for (const QString &literal : form.startsWith)
                literals.emplace_back(literal, rule.id);
        }
    }
    std::sort(literals.begin(), literals.end());
    std::vector<QStringView> beginnings; // each begins the next
    for (const auto &[literal, id] : literals) {
        while (!beginnings.empty() && !literal.startsWith(beginnings.back()))
            beginnings.pop_back();
        beginnings.emplace_back(literal);
        if (qsizetype(beginnings.size()) > kMostUserPatterns)
            return badRule(id,
                           u"more than %1 patterns for lines that begin with \"%2\""_s.arg(kMostUserPatterns)
                               .arg(literal.left(kLongestUserId)));
    }
    return {};
}

Result<QJsonObject> readFile(const QByteArray &json, qsizetype largest)
{
    if (json.size() > largest)
        return fail(ErrorKind::Protocol, Reason::BadInput, u"more than %1 bytes"_s.arg(largest));
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (document.isNull())
        return fail(ErrorKind::Protocol, Reason::BadInput,
                    u"%1 (byte %2)"_s.arg(parseError.errorString()).arg(parseError.offset));
    QJsonObject file = document.object();
    if (file.value("format"_L1).toInt() != kFormat)
        return fail(ErrorKind::Protocol, Reason::BadInput, u"not a rule file of format %1"_s.arg(kFormat));
    return file;
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
    const qsizetype most = rule.author == Author::User ? kUserClassifiedLength : kClassifiedLength;
    for (const Form &form : rule.forms) {
        if (std::optional<QStringList> captures = capturesIn(form, words.of(form).left(most)))
            return Match{.ruleId = rule.id,
                         .category = rule.category,
                         .severity = rule.severity,
                         .captures = *std::move(captures),
                         .payload = false};
    }
    return std::nullopt;
}

//! Returns the part of a user's literal that stands in the log as it does in masked text: masking puts one of these
//! marks where it first changes anything.
QStringView beforeMasking(QStringView literal)
{
    for (qsizetype at = 0; at < literal.size(); ++at) {
        const QStringView rest = literal.sliced(at);
        for (const QStringView mark : {QStringView(kMaskText), QStringView(u" [QR]"), QStringView(u"[QR]")}) {
            if (rest.startsWith(mark) || mark.startsWith(rest))
                return literal.first(at);
        }
    }
    return literal;
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
        const Result<QJsonObject> file = readFile(json, kLargestFile);
        if (!file)
            return fail(file.error());
        const QString pattern = file->value("head"_L1).toString();
        if (const Result<QRegularExpression> compiled = readPattern(u"head"_s, pattern); !compiled)
            return fail(compiled.error());
        if (!pattern.isEmpty())
            heads.append(pattern);
        const QJsonArray payloadForms = file->value("payload"_L1).toArray();
        for (const QJsonValue &value : payloadForms) {
            if (const Result<> added = add(readNamed(value.toObject(), Author::Program, !pattern.isEmpty()), payload);
                !added)
                return added;
        }
        const QJsonArray ruleObjects = file->value("rules"_L1).toArray();
        for (const QJsonValue &value : ruleObjects) {
            if (const Result<> added = add(readRule(value.toObject(), Author::Program, !pattern.isEmpty()), rules);
                !added)
                return added;
        }
        return {};
    }
    //! Adds the rules of a user's file before those that are there.
    [[nodiscard]] Result<> addUserFile(const QByteArray &json)
    {
        const Result<QJsonObject> file = readFile(json, kLargestUserFile);
        if (!file)
            return fail(file.error());
        // what is payload, and what may precede the words of a line, is not the user's to say: it keeps alarms honest
        if (const Result<> checked = checkKeys(u"rule file"_s, *file, {"format"_L1, "rules"_L1}); !checked)
            return checked;
        if (!file->value("rules"_L1).isArray())
            return fail(ErrorKind::Protocol, Reason::BadInput, u"no list of rules"_s);
        std::vector<Rule> own;
        const QJsonArray ruleObjects = file->value("rules"_L1).toArray();
        if (ruleObjects.size() > kMostUserRules)
            return fail(ErrorKind::Protocol, Reason::BadInput, u"more than %1 rules"_s.arg(kMostUserRules));
        for (const QJsonValue &value : ruleObjects) {
            if (const Result<> added = add(readUserRule(value.toObject()), own); !added)
                return added;
        }
        if (const Result<> checked = checkReach(own); !checked)
            return checked;
        rules.insert(rules.begin(), own.begin(), own.end());
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

Result<RuleSet> RuleSet::withUserRules(const QByteArray &file) const
{
    auto data = std::make_shared<Data>(*m_data);
    if (const Result<> added = data->addUserFile(file); !added)
        return fail(added.error());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(m_data->fingerprint);
    hash.addData(file);
    data->fingerprint = hash.result();
    return RuleSet(std::move(data));
}

const QByteArray &RuleSet::fingerprint() const
{
    return m_data->fingerprint;
}

Result<RuleSet> RuleSet::builtIn(GatewayKind kind, const QByteArray &userFile)
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
    Result<RuleSet> loaded = load(files);
    return loaded && !userFile.isEmpty() ? loaded->withUserRules(userFile) : loaded;
}

RuleSet RuleSet::builtInOrNone(GatewayKind kind, const QByteArray &userFile)
{
    Result<RuleSet> loaded = builtIn(kind, userFile);
    if (loaded)
        return *std::move(loaded);
    rkError("log rules of {}: {}", gatewayKindId(kind), loaded.error().detail);
    return userFile.isEmpty() ? RuleSet() : builtInOrNone(kind);
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
    line.ownFrom = moved ? whole.size() : ownFrom;
    classifyAgain(line);
    return line;
}

void RuleSet::classifyAgain(LogLine &line) const
{
    Match match = classify(line.level, QStringView(line.text).sliced(line.ownFrom));
    line.category = match.category;
    line.ruleId = std::move(match.ruleId);
    line.captures = std::move(match.captures);
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
                         .advice = words.advice,
                         .own = rule.author == Author::User,
                         .colour = rule.colour});
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
            const bool own = rule.author == Author::User;
            for (const Form &form : rule.forms) {
                for (const QString &literal : form.startsWith)
                    all.push_back({.ruleId = rule.id,
                                   .category = rule.category,
                                   .payload = part == &m_data->payload,
                                   .levels = rule.levels,
                                   .literal = own ? beforeMasking(literal).toString() : literal,
                                   .afterHead = form.afterHead,
                                   .certain = !own && form.then.pattern().isEmpty()});
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
