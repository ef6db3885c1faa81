// SPDX-License-Identifier: GPL-3.0-or-later
#include "pageprobe.h"

#include "ui/kit/elidedlabel.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextLayout>

namespace rookery {

using namespace Qt::Literals::StringLiterals;

namespace {

QString where(const QWidget *widget, const QString &words)
{
    return QString::fromLatin1(widget->metaObject()->className()) + u" \""_s + words.simplified() + u"\" "_s
        + u"%1x%2"_s.arg(widget->width()).arg(widget->height());
}

QStringList cutHeaders(const QHeaderView *header)
{
    QStringList cut;
    if (header->orientation() != Qt::Horizontal || !header->model())
        return cut;
    for (int i = 0; i < header->count(); ++i) {
        if (header->isSectionHidden(i))
            continue;
        const QString words = header->model()->headerData(i, Qt::Horizontal).toString();
        QFont font = header->font();
        font.setWeight(QFont::DemiBold);
        const int room = header->sectionSize(i) - 20; // its paddings
        if (QFontMetrics(font).horizontalAdvance(words) > room)
            cut += where(header, words) + u" section "_s + QString::number(header->sectionSize(i));
    }
    return cut;
}

bool isCut(const QLabel *label)
{
    if (label->text().isEmpty() || label->textFormat() == Qt::RichText)
        return false;
    if (qobject_cast<const ui::ElidedLabel *>(label))
        return false; // whole in its tool tip
    const QRect room = label->contentsRect();
    if (label->wordWrap())
        return label->heightForWidth(label->width()) > label->height() + 1;
    int widest = 0;
    const QStringList lines = label->text().split(u'\n');
    for (const QString &line : lines)
        widest = std::max(widest, label->fontMetrics().horizontalAdvance(line));
    return widest > room.width() + 1 || label->fontMetrics().height() * lines.size() > room.height() + 3;
}

QStringList shownWords(const QWidget *root)
{
    QStringList words;
    for (const QLabel *label : root->findChildren<QLabel *>())
        words += label->text();
    for (const QAbstractButton *button : root->findChildren<QAbstractButton *>())
        words += button->text();
    return words;
}

} // namespace

QStringList cutTexts(const QWidget *root)
{
    QStringList cut;
    for (const QLabel *label : root->findChildren<QLabel *>()) {
        if (label->isVisible() && isCut(label))
            cut += where(label, label->text());
    }
    for (const QAbstractButton *button : root->findChildren<QAbstractButton *>()) {
        const bool icon = qobject_cast<const QLineEdit *>(button->parentWidget()); // its text is its name
        if (button->isVisible() && !icon && !button->text().isEmpty()
            && (button->width() < button->minimumSizeHint().width()
                || button->height() < button->minimumSizeHint().height()))
            cut += where(button, button->text());
    }
    for (const QTabBar *bar : root->findChildren<QTabBar *>()) {
        for (int i = 0; bar->isVisible() && i < bar->count(); ++i) {
            if (bar->fontMetrics().horizontalAdvance(bar->tabText(i)) > bar->tabRect(i).width())
                cut += where(bar, bar->tabText(i));
        }
    }
    for (const QHeaderView *header : root->findChildren<QHeaderView *>()) {
        if (header->isVisible())
            cut += cutHeaders(header);
    }
    return cut;
}

QStringList overlaps(const QWidget *root)
{
    const auto isControl = [](const QWidget *widget) {
        return widget->isVisible() && !qobject_cast<const QLineEdit *>(widget->parentWidget())
            && (qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
                || qobject_cast<const QComboBox *>(widget));
    };
    QStringList found;
    for (const QWidget *one : root->findChildren<QWidget *>()) {
        if (!isControl(one))
            continue;
        for (const QWidget *other : one->parentWidget()->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            if (other > one && isControl(other) && one->geometry().intersects(other->geometry()))
                found += where(one, one->accessibleName() + u" and "_s + other->accessibleName());
        }
    }
    return found;
}

QStringList missingGlyphs(const QWidget *root)
{
    QStringList missing;
    const QStringList words = shownWords(root);
    for (const QString &text : words) {
        QTextLayout layout(text, root->font());
        layout.beginLayout();
        layout.createLine();
        layout.endLayout();
        const QList<QGlyphRun> runs = layout.glyphRuns();
        for (const QGlyphRun &run : runs) {
            if (run.glyphIndexes().contains(0))
                missing += text;
        }
    }
    return missing;
}

QStringList namelessControls(const QWidget *root)
{
    QStringList nameless;
    for (const QWidget *widget : root->findChildren<QWidget *>()) {
        const bool inner = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
            || qobject_cast<const QComboBox *>(widget->parentWidget())
            || qobject_cast<const QLineEdit *>(widget->parentWidget()) || widget->objectName().startsWith(u"qt_");
        const bool control = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
            || qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QAbstractSpinBox *>(widget)
            || (qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QHeaderView *>(widget));
        const bool corner = QString::fromLatin1(widget->metaObject()->className()) == u"QTableCornerButton";
        if (control && !inner && !corner && widget->isVisible() && widget->accessibleName().isEmpty())
            nameless += where(widget, widget->objectName());
    }
    return nameless;
}

QStringList sharedNames(const QWidget *root)
{
    QHash<QString, int> names;
    for (const QAbstractButton *button : root->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && !button->accessibleName().isEmpty())
            ++names[button->accessibleName()];
    }
    for (const QLineEdit *field : root->findChildren<QLineEdit *>()) {
        if (field->isVisible() && !field->accessibleName().isEmpty())
            ++names[field->accessibleName()];
    }
    QStringList shared;
    for (auto it = names.cbegin(); it != names.cend(); ++it) {
        if (it.value() > 1)
            shared += it.key();
    }
    return shared;
}

} // namespace rookery
