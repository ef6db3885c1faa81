// SPDX-License-Identifier: GPL-3.0-or-later
#include "kindwording.h"

#include "kinds/kinds.h"

#include <QCoreApplication>

#include <algorithm>

namespace rookery::text {

using namespace Qt::Literals::StringLiterals;

// The list of the kinds' words: each kind of core/model/kinds.cpp has a function, defined in its file, and a row.
namespace kinds {
const Source &napCat(OneBotTransportKind way);
const Source &llBot(OneBotTransportKind way);
const Source &lagrange(OneBotTransportKind way);
const Source &oneBot11(OneBotTransportKind way);
const Source &milky(OneBotTransportKind way);
const Source &iLink(OneBotTransportKind way);
const Source &monitored(OneBotTransportKind way);
} // namespace kinds

namespace {

struct Row {
    QLatin1StringView id; //!< KindTraits::id
    const kinds::Source &(*source)(OneBotTransportKind way);
};

constexpr Row kRows[] = {
    {"napcat"_L1, kinds::napCat},     {"llbot"_L1, kinds::llBot}, {"lagrange"_L1, kinds::lagrange},
    {"onebot11"_L1, kinds::oneBot11}, {"milky"_L1, kinds::milky}, {"ilink"_L1, kinds::iLink},
    {"probe"_L1, kinds::monitored},
};

QString translated(const char *context, const char *source)
{
    return *source == '\0' ? QString() : QCoreApplication::translate(context, source);
}

} // namespace

KindWords kindWords(GatewayKind kind, OneBotTransportKind way)
{
    const QLatin1StringView id = traitsOf(kind).id;
    const auto *const row =
        std::find_if(std::begin(kRows), std::end(kRows), [id](const Row &entry) { return entry.id == id; });
    Q_ASSERT_X(row != std::end(kRows), "kindWords", "each kind has words");
    return KindWords(row->source(way));
}

QString KindWords::name() const
{
    return translated("Words", m_source->name);
}

QString KindWords::summary() const
{
    return translated("GatewayForm", m_source->summary);
}

FieldWords KindWords::field(ProfileField field) const
{
    for (const kinds::FieldSource &source : m_source->fields) {
        if (source.field == field)
            return {.label = translated("GatewayForm", source.label),
                    .hint = field == ProfileField::Token ? tokenHint() : translated("GatewayForm", source.hint)};
    }
    return {};
}

QString KindWords::warning() const
{
    return translated("GatewayForm", m_source->warning);
}

SetupWords KindWords::setup() const
{
    const kinds::SetupSource &setup = m_source->setup;
    const QString token = translated("GatewayNeeds", setup.token);
    return {.switchOn = translated("GatewayNeeds", setup.switchOn),
            .token = token.isEmpty() ? tokenHint() : token,
            .limits = translated("GatewayNeeds", setup.limits),
            .checked = translated("GatewayNeeds", setup.checked)};
}

QString KindWords::tokenHint() const
{
    return translated("rookery::ui::TokenDialog", m_source->tokenHint);
}

QString KindWords::portAdvice() const
{
    return translated("Errors", m_source->portAdvice);
}

QString KindWords::tokenAdvice() const
{
    return translated("Errors", m_source->tokenAdvice);
}

QString KindWords::accessAdvice() const
{
    return translated("Errors", m_source->accessAdvice);
}

QString KindWords::stepName(TestStep step) const
{
    for (const kinds::StepSource &source : m_source->steps) {
        if (source.step == step)
            return translated("Words", source.name);
    }
    return {};
}

QString KindWords::checkName(ReadinessCheck check) const
{
    for (const kinds::CheckSource &source : m_source->checks) {
        if (source.check == check)
            return translated("Words", source.name);
    }
    return {};
}

} // namespace rookery::text
