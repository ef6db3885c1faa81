// SPDX-License-Identifier: GPL-3.0-or-later
#include "tagsdialog.h"

#include "flowlayout.h"
#include "model/tags.h"
#include "text/format.h"
#include "widgetfactory.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QStringList TagEdit::appliedTo(const QStringList &tags) const
{
    QStringList result = tags;
    result.removeIf([this](const QString &tag) { return hasTag(remove, tag); });
    return tagsIn(QString(result.join(u' ') + u' ' + add.join(u' ')));
}

TagsDialog::TagsDialog(const Theme &theme, const QList<GatewayProfile> &gateways, const QStringList &inUse,
                       QWidget *parent)
    : Dialog(theme, tr("Tags of %n gateway(s)", nullptr, int(gateways.size())), parent)
{
    addBoxes(gateways, inUse);
    m_new = new QLineEdit(this);
    m_new->setPlaceholderText(tr("for example: main eu"));
    addField(tr("New tags"), m_new,
             tr("Words of your own, separated by spaces or commas. The filters find them as tag:word."));
    setPrimary(tr("Apply"), [this] { apply(); });
    m_new->setFocus();
}

void TagsDialog::addBoxes(const QList<GatewayProfile> &gateways, const QStringList &inUse)
{
    if (inUse.isEmpty()) {
        addText(tr("No gateway has a tag yet."), LabelKind::Muted);
        return;
    }
    addText(tr("Tags in use. A half ticked box is left as it is."), LabelKind::Muted);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(scroll);
    content->setObjectName(u"plain"_s);
    auto *flow = new FlowLayout(content, 16);
    for (const QString &tag : inUse) {
        const auto having = std::count_if(gateways.cbegin(), gateways.cend(),
                                          [&tag](const GatewayProfile &gateway) { return hasTag(gateway.tags, tag); });
        const Qt::CheckState before = having == 0 ? Qt::Unchecked
            : having == gateways.size()           ? Qt::Checked
                                                  : Qt::PartiallyChecked;
        auto *box = new QCheckBox(text::visibleControls(tag).replace(u'&', u"&&"_s), content);
        box->setAccessibleName(tag);
        box->setTristate(before == Qt::PartiallyChecked);
        box->setCheckState(before);
        flow->addWidget(box);
        m_boxes.append({tag, before, box});
    }
    scroll->setWidget(content);
    scroll->setMinimumHeight(64);
    body()->addWidget(scroll, 1);
}

void TagsDialog::apply()
{
    TagEdit edit;
    for (const Box &one : std::as_const(m_boxes)) {
        if (one.box->checkState() == one.before)
            continue;
        if (one.box->checkState() == Qt::Checked)
            edit.add.append(one.tag);
        else if (one.box->checkState() == Qt::Unchecked)
            edit.remove.append(one.tag);
    }
    edit.add = tagsIn(QString(edit.add.join(u' ') + u' ' + m_new->text()));
    accept();
    if (!edit.isEmpty())
        Q_EMIT edited(edit);
}

} // namespace rookery::ui

#include "moc_tagsdialog.cpp"
