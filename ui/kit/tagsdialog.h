// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog.h"

#include "model/gateway.h"

#include <QList>
#include <QStringList>

class QCheckBox;
class QLineEdit;

namespace rookery::ui {

//! Holds what is changed in the tags of many gateways; tags that are in neither list stay as they are.
struct TagEdit {
    QStringList add;
    QStringList remove;

    [[nodiscard]] bool isEmpty() const { return add.isEmpty() && remove.isEmpty(); }
    [[nodiscard]] QStringList appliedTo(const QStringList &tags) const;
    bool operator==(const TagEdit &) const = default;
};

//! Edits the tags of a selection: a box for each tag that is in use, half ticked where some of the gateways have it,
//! and a line for new ones.
class TagsDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TagsDialog)

public:
    //! Takes the chosen gateways, and every tag that is in use.
    TagsDialog(const Theme &theme, const QList<GatewayProfile> &gateways, const QStringList &inUse, QWidget *parent);

Q_SIGNALS:
    void edited(const rookery::ui::TagEdit &edit);

private:
    struct Box {
        QString tag;
        Qt::CheckState before = Qt::Unchecked;
        QCheckBox *box = nullptr;
    };

    void addBoxes(const QList<GatewayProfile> &gateways, const QStringList &inUse);
    void apply();

    QList<Box> m_boxes;
    QLineEdit *m_new = nullptr;
};

} // namespace rookery::ui
