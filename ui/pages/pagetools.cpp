// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagetools.h"

#include "models/tone.h"
#include "widgets/controls.h"

#include <QCollator>
#include <QDateTime>
#include <QFormLayout>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

namespace {

//! Words as people sort them: "Group 2" before "Group 10".
class NaturalSorter final : public QSortFilterProxyModel
{
public:
    explicit NaturalSorter(QObject *parent) : QSortFilterProxyModel(parent)
    {
        m_collator.setNumericMode(true);
        m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    }

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        const QVariant a = left.data(SortRole);
        const QVariant b = right.data(SortRole);
        if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
            return m_collator.compare(a.toString(), b.toString()) < 0;
        return QVariant::compare(a, b) == QPartialOrdering::Less;
    }

private:
    QCollator m_collator;
};

} // namespace

WallTime wallNow()
{
    return fromMSecs(QDateTime::currentMSecsSinceEpoch());
}

QVBoxLayout *makePageLayout(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 4, 16, 12);
    layout->setSpacing(kGap);
    return layout;
}

QSortFilterProxyModel *makeSorter(QAbstractItemModel *model, QObject *parent)
{
    auto *sorter = new NaturalSorter(parent);
    sorter->setSourceModel(model);
    sorter->setSortRole(SortRole);
    sorter->setFilterKeyColumn(-1);
    sorter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    sorter->setDynamicSortFilter(true);
    return sorter;
}

void setColumnWidths(QTableView *table, const QList<int> &widths)
{
    // the widths are for a 13 px font; a larger one needs as much more
    const double scale = std::max(1.0, table->fontMetrics().height() / 17.0);
    for (qsizetype i = 0; i < widths.size(); ++i)
        table->setColumnWidth(int(i), int(widths.at(i) * scale));
}

QFrame *makeStrip(const QString &text, Role role, QWidget *parent)
{
    auto *strip = new QFrame(parent);
    setStrip(strip, role);
    auto *layout = new QVBoxLayout(strip);
    layout->setContentsMargins(12, 8, 12, 8);
    auto *label = makeLabel(text, LabelKind::Body, strip);
    label->setWordWrap(true);
    layout->addWidget(label);
    return strip;
}

QLabel *addFact(QFormLayout *form, const QString &name, QWidget *parent)
{
    auto *value = makeLabel({}, LabelKind::Body, parent);
    value->setAccessibleDescription(name); // the name stays the text itself
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(makeLabel(name, LabelKind::Muted, parent), value);
    return value;
}

QString joined(const QString &first, const QString &second)
{
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() ? second : first;
    return QStringLiteral("%1 %2").arg(first, second);
}

QJsonValue saveHeader(const QTableView *table)
{
    return QString::fromLatin1(table->horizontalHeader()->saveState().toBase64());
}

void restoreHeader(QTableView *table, const QJsonValue &state)
{
    if (state.isString())
        table->horizontalHeader()->restoreState(QByteArray::fromBase64(state.toString().toLatin1()));
}

QJsonValue saveSplitter(const QSplitter *splitter)
{
    return QString::fromLatin1(splitter->saveState().toBase64());
}

void restoreSplitter(QSplitter *splitter, const QJsonValue &state)
{
    if (state.isString())
        splitter->restoreState(QByteArray::fromBase64(state.toString().toLatin1()));
}

} // namespace rookery::ui
