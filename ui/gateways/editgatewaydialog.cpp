// SPDX-License-Identifier: GPL-3.0-or-later
#include "editgatewaydialog.h"

#include "gatewayfields.h"
#include "kit/widgetfactory.h"
#include "model/tags.h"
#include "text/wording.h"

#include <QCheckBox>
#include <QLineEdit>
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
    if (!kind)
        addTags();
    const QString words = kind ? tr("Change kind") : tr("Save changes");
    setPrimary(words, [this] { save(); });
    m_fields->focusFirst();
}

void EditGatewayDialog::addTags()
{
    m_tags = new QLineEdit(m_gateway.tags.join(u' '), this);
    m_tags->setPlaceholderText(tr("for example: main eu"));
    addField(tr("Tags"), m_tags);
    if (traitsOf(m_gateway.kind).isMonitored)
        return; // it is only watched
    m_never = new QCheckBox(tr("Never broadcast from this account"), this);
    m_never->setAccessibleName(m_never->text());
    m_never->setToolTip(tr("Plans leave it out, here and in rookeryctl. Messages that are queued already are sent."));
    m_never->setChecked(m_gateway.neverBroadcast);
    body()->addWidget(m_never);
}

void EditGatewayDialog::save()
{
    GatewayProfile changed = m_gateway;
    if (m_tags)
        changed.tags = tagsIn(m_tags->text());
    if (m_never)
        changed.neverBroadcast = m_never->isChecked();
    if (const auto problem = m_fields->read(changed)) {
        showProblem(problem->text, problem->advice);
        return;
    }
    await(m_engine.gateways().update(changed, m_fields->token()));
}

} // namespace rookery::ui

#include "moc_editgatewaydialog.cpp"
