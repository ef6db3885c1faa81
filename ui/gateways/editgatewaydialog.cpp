// SPDX-License-Identifier: GPL-3.0-or-later
#include "editgatewaydialog.h"

#include "gatewayfields.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QVBoxLayout>

namespace rookery::ui {

EditGatewayDialog::EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway,
                                     QWidget *parent, std::optional<GatewayKind> kind)
    : Dialog(theme,
             kind ? tr("Change %1 to %2").arg(gateway.id.value(), text::gatewayKindName(*kind))
                  : tr("Edit gateway %1").arg(gateway.id.value()),
             parent)
    , m_engine(engine)
    , m_gateway(gateway)
{
    setMinimumWidth(480);
    if (kind) {
        addText(tr("Its name and history stay. Check the address: another kind may listen on another port."),
                LabelKind::Muted);
        m_gateway.kind = *kind;
        engine::GatewayService::setAddress(m_gateway, gateway.address());
    }
    const auto secrets = kind ? GatewayFields::Secrets::Ask : GatewayFields::Secrets::Leave;
    m_fields = new GatewayFields(theme, secrets, this);
    m_fields->show(m_gateway);
    body()->addWidget(m_fields, 1);
    const QString words = kind ? tr("Change kind") : tr("Save changes");
    setPrimary(words, [this] { save(); });
    m_fields->focusFirst();
}

void EditGatewayDialog::save()
{
    GatewayProfile changed = m_gateway;
    if (const auto problem = m_fields->read(changed)) {
        showProblem(problem->text, problem->advice);
        return;
    }
    await(m_engine.gateways().update(changed, m_fields->token()));
}

} // namespace rookery::ui
