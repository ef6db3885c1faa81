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

namespace rookery::logrules {

//! What a rule recognised in a line.
struct Match {
    QString ruleId; //!< empty: no rule knows the line
    LogCategory category = LogCategory::None;
    Severity severity = Severity::Info;
    QStringList captures; //!< named groups that matched, as "name=value"
    bool payload = false; //!< the line carries a message, an event or a request: it says nothing about the gateway

    [[nodiscard]] bool isNull() const { return ruleId.isEmpty(); }
    bool operator==(const Match &) const = default;
};

//! Value of one capture ("url" of "url=http://…"); null when it is absent.
[[nodiscard]] QString captureValue(const QStringList &captures, const QString &name);

//! The log rules of one gateway kind, as data. Pure, immutable, cheap to copy, usable from any thread.
//! The forms of payload are tried first, and what has one is asked no rule. Then the rules, in the order of the data;
//! the first that fits wins. A form begins where the logger's own words begin and nowhere else, so that words which a
//! line merely quotes never fit.
class RuleSet final
{
public:
    //! Knows no line.
    RuleSet();

    //! Errors: Protocol/BadInput with the offending rule's id and what is wrong with it: a form without the literal
    //! that it starts with, or a rule with a category or a severity that no level binds.
    [[nodiscard]] static Result<RuleSet> load(const QByteArray &json);
    //! The rules compiled into the program.
    [[nodiscard]] static Result<RuleSet> builtIn(GatewayKind kind);

    //! `words`: what the logger wrote itself, without time, level, nickname and logger's name.
    [[nodiscard]] Match classify(LogLevel level, QStringView words) const;
    //! Masks, then classifies: a line ready to be shown and stored. Sets level, category, ruleId, text
    //! and captures; everything else is the caller's. `ownFrom`: where the logger's own words begin in `text`.
    [[nodiscard]] LogLine makeLine(LogLevel level, const QString &text, qsizetype ownFrom = 0) const;

    //! In `language` ("zh_CN" or "en"; any other reads as English), payload first, in the order of the data.
    [[nodiscard]] QList<RuleExplanation> explanations(const QString &language) const;
    [[nodiscard]] Severity severity(const QString &ruleId) const;
    //! The ids that stand for payload.
    [[nodiscard]] QStringList payloadIds() const;
    [[nodiscard]] int size() const; //!< payload and rules

private:
    struct Data;
    explicit RuleSet(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> m_data;
};

//! "error" -> Error; an unknown word is Info.
[[nodiscard]] LogLevel levelFromWord(QStringView word);

} // namespace rookery::logrules
