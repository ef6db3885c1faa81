// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"
#include "model/incident.h"
#include "model/logline.h"

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace rookery::logrules {

//! Holds what a rule recognised in a line.
struct Match {
    QString ruleId; //!< empty: no rule matches the line
    LogCategory category = LogCategory::None;
    Severity severity = Severity::Info;
    QStringList captures; //!< named groups that matched, as "name=value"
    bool payload = false; //!< the line contains a message, an event or a request, and says nothing about the gateway

    [[nodiscard]] bool isNull() const { return ruleId.isEmpty(); }
    bool operator==(const Match &) const = default;
};

//! Returns the value of one capture ("url" of "url=http://…"); null if it is absent.
[[nodiscard]] QString captureValue(const QStringList &captures, const QString &name);

//! Limits a user's file.
inline constexpr qsizetype kLargestUserFile = 128LL * 1024;
//! Begins the id of every user's rule, and of no other.
inline constexpr QLatin1StringView kUserPrefix("user.");

//! Describes a literal that a rule's line may begin with.
struct RuleBeginning {
    QString ruleId;
    LogCategory category = LogCategory::None;
    bool payload = false;
    unsigned levels = 0; //!< one bit for each LogLevel
    QString literal; //!< empty: any line may be one
    bool afterHead = false; //!< counts where `headLength` ends
    bool certain = false; //!< nothing else is wanted
};

//! Holds the log rules of one gateway kind, as data. Pure, immutable, cheap to copy, usable from any thread. Payload
//! forms are tried first, and a line that matches one is not classified by any rule. Then the rules are tried in the
//! order of the data; the first match wins. A form matches only where the logger's own words begin, so that text quoted
//! in a line never matches.
class RuleSet final
{
public:
    //! Creates a rule set that matches no line.
    RuleSet();

    //! Loads the rules of these files: the payload forms of all are tried first, then the rules of the first file, and
    //! so on. A pattern that backtracks for long gives up without a match. Errors: Protocol/BadInput with the id of the
    //! offending rule and its fault: a form without a literal to start with, or a rule with a category or severity that
    //! is not bound to a level.
    [[nodiscard]] static Result<RuleSet> load(const QList<QByteArray> &files);
    //! Returns the rules compiled into the program: those of the kind, and those for processes of any kind; after those
    //! of a user's file if it is not empty.
    [[nodiscard]] static Result<RuleSet> builtIn(GatewayKind kind, const QByteArray &userFile = {});
    //! Returns the same without the rules that are broken, which is logged. Compiling them takes milliseconds and a
    //! megabyte: the gateways of a kind share one set.
    [[nodiscard]] static RuleSet builtInOrNone(GatewayKind kind, const QByteArray &userFile = {});
    //! Returns these rules after those of a user's file, which are tried first; forms of payload still come before all.
    //! Such a file has the same format, with `rules` only (docs/logrules.md). Its ids begin with kUserPrefix, and what
    //! it may cost is bounded. Errors as load.
    [[nodiscard]] Result<RuleSet> withUserRules(const QByteArray &file) const;

    //! Classifies a line. `words`: the logger's own text, without time, level, nickname and logger's name.
    [[nodiscard]] Match classify(LogLevel level, QStringView words) const;
    //! Masks, then classifies: returns a line that is ready to be shown and stored. Sets level, category, ruleId, text
    //! and captures; the caller sets the rest. `ownFrom`: where the logger's own words begin in `text`.
    [[nodiscard]] LogLine makeLine(LogLevel level, const QString &text, qsizetype ownFrom = 0) const;
    //! Classifies a line of another rule set by these rules.
    void classifyAgain(LogLine &line) const;

    //! Returns the explanations in `language` ("zh_CN" or "en"; any other gives English), payload first, in the order
    //! of the data.
    [[nodiscard]] QList<RuleExplanation> explanations(const QString &language) const;
    [[nodiscard]] Severity severity(const QString &ruleId) const;
    //! Returns the ids of the payload forms.
    [[nodiscard]] QStringList payloadIds() const;
    [[nodiscard]] int size() const; //!< number of payload forms and rules
    //! Identifies what the rules were loaded from.
    [[nodiscard]] const QByteArray &fingerprint() const;
    //! Returns every beginning, in the order in which the rules are tried: what LineSieve is made of.
    [[nodiscard]] std::vector<RuleBeginning> beginnings() const;
    //! Returns how much of the words the head of the rule file takes.
    [[nodiscard]] qsizetype headLength(QStringView words) const;

private:
    struct Data;
    explicit RuleSet(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> m_data;
};

//! Converts a level word ("error" -> Error); an unknown word is Info.
[[nodiscard]] LogLevel levelFromWord(QStringView word);

} // namespace rookery::logrules
