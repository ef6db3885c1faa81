// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rulesample.h"

#include "logrules/ruleset.h"

#include "support/testcase.h"

#include <algorithm>
#include <span>

namespace rookery::test {

inline void everySampleIsRecognised(const logrules::RuleSet &rules, std::span<const RuleSample> samples)
{
    using namespace Qt::Literals::StringLiterals;
    for (const RuleSample &sample : samples) {
        const QString text = QString::fromUtf16(sample.text);
        const LogLine line = rules.makeLine(sample.level, text);
        QVERIFY2(line.ruleId == QLatin1StringView(sample.ruleId), qPrintable(text + u" -> "_s + line.ruleId));
        QVERIFY2(!line.text.contains(u"S3"_s), qPrintable(line.text));
    }
}

inline void everyRuleHasASampleAndSpeaksBothLanguages(const logrules::RuleSet &rules,
                                                      std::span<const RuleSample> samples)
{
    using namespace Qt::Literals::StringLiterals;
    const auto english = rules.explanations(u"en"_s);
    const auto chinese = rules.explanations(u"zh_CN"_s);
    QCOMPARE(english.size(), chinese.size());
    QVERIFY(!english.isEmpty());
    for (qsizetype i = 0; i < english.size(); ++i) {
        const QString id = english.at(i).ruleId;
        QVERIFY2(english.at(i).title != chinese.at(i).title, qPrintable(id));
        QVERIFY2(english.at(i).meaning != chinese.at(i).meaning, qPrintable(id));
        QVERIFY2(english.at(i).advice != chinese.at(i).advice, qPrintable(id));
        const bool sampled = std::any_of(samples.begin(), samples.end(), [&id](const RuleSample &sample) {
            return id == QLatin1StringView(sample.ruleId);
        });
        QVERIFY2(sampled, qPrintable(id));
    }
}

} // namespace rookery::test
