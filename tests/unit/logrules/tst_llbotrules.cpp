// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotsamples.h"
#include "rulesamples.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

//! The rules for LLBot's log.
class TestLLBotRules final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreRecognised()
    {
        const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        test::everySampleIsRecognised(*rules, test::kLLBotSamples);
    }

    void everyRuleHasASampleAndSpeaksBothLanguages()
    {
        const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        test::everyRuleHasASampleAndSpeaksBothLanguages(*rules, test::kLLBotSamples);
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_llbotrules, rookery::logrules::TestLLBotRules)
#include "tst_llbotrules.moc"
