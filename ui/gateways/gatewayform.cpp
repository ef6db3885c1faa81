// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayform.h"

#include "text/kindwording.h"

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns whether the gateway dials in or posts over that way.
bool isIncoming(OneBotTransportKind way)
{
    return way == OneBotTransportKind::Reverse || way == OneBotTransportKind::HttpPost;
}

//! Returns the fields of a kind whose way is chosen.
QList<FieldTraits> fieldsOf(OneBotTransportKind way)
{
    const bool socket = way == OneBotTransportKind::Socket || way == OneBotTransportKind::TwoSockets;
    QList<FieldTraits> fields;
    if (way != OneBotTransportKind::Reverse)
        fields.append({ProfileField::Address, true, socket ? "ws://127.0.0.1:3001"_L1 : "http://127.0.0.1:3000"_L1});
    if (isIncoming(way))
        fields.append({ProfileField::Account, false, "10001"_L1});
    else
        fields.append({ProfileField::Token});
    return fields;
}

} // namespace

bool hasToken(const GatewayProfile &gateway)
{
    const GatewayForm form = gatewayForm(gateway.kind, gateway.way);
    return form.dialsIn || form.line(ProfileField::Token);
}

const FormLine *GatewayForm::line(ProfileField field) const
{
    const auto it =
        std::find_if(lines.cbegin(), lines.cend(), [field](const FormLine &line) { return line.field == field; });
    return it == lines.cend() ? nullptr : &*it;
}

GatewayForm gatewayForm(GatewayKind kind, OneBotTransportKind way)
{
    const KindTraits &traits = traitsOf(kind);
    const text::KindWords words = text::kindWords(kind, way);
    GatewayForm form;
    form.words = words.summary();
    form.warning = words.warning();
    form.ways = traits.choosesWay;
    form.dialsIn = traits.choosesWay && isIncoming(way);
    const QList<FieldTraits> fields = traits.choosesWay ? fieldsOf(way) : traits.fields;
    for (const FieldTraits &field : fields) {
        const text::FieldWords line = words.field(field.field);
        form.lines.append({.field = field.field,
                           .label = line.label,
                           .example = field.example,
                           .hint = line.hint,
                           .needed = field.needed});
    }
    return form;
}

} // namespace rookery::ui
