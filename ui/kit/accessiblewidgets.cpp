// SPDX-License-Identifier: GPL-3.0-or-later
#include "accessiblewidgets.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

namespace rookery::ui {

namespace {

class AccessibleButton final : public QAccessibleWidget
{
public:
    explicit AccessibleButton(QPushButton *button)
        : QAccessibleWidget(button, QAccessible::PushButton)
        , m_button(button)
    {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name && m_button->accessibleName().isEmpty())
            return QString(m_button->text()).remove(u'&');
        return QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = m_button->isCheckable();
        state.checked = m_button->isChecked();
        state.pressed = m_button->isDown();
        state.defaultButton = m_button->isDefault();
        state.hasPopup = m_button->menu() != nullptr;
        return state;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (m_button->isEnabled())
            names.prepend(m_button->menu() ? showMenuAction() : pressAction());
        return names;
    }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            m_button->animateClick();
        else if (name == showMenuAction())
            // Deferred, because the menu runs until it is closed and the assistive technology waits for an answer.
            QTimer::singleShot(0, m_button, [button = m_button] { button->showMenu(); });
        else
            QAccessibleWidget::doAction(name);
    }

private:
    QPushButton *m_button;
};

//! Represents a label with an accessible name to assistive technology: its text becomes the description.
class AccessibleLabel final : public QAccessibleWidget
{
public:
    explicit AccessibleLabel(QLabel *label) : QAccessibleWidget(label, QAccessible::StaticText), m_label(label) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Description && m_label->accessibleDescription().isEmpty())
            return m_label->text();
        return QAccessibleWidget::text(kind);
    }

private:
    QLabel *m_label;
};

// Creates the interface for every push button: it may be requested before the button is set up as checkable.
QAccessibleInterface *create(const QString &className, QObject *object)
{
    if (className == u"QLabel") {
        auto *label = qobject_cast<QLabel *>(object);
        return label && !label->accessibleName().isEmpty() && !label->buddy() ? new AccessibleLabel(label) : nullptr;
    }
    if (className != u"QPushButton")
        return nullptr;
    auto *button = qobject_cast<QPushButton *>(object);
    return button ? new AccessibleButton(button) : nullptr;
}

} // namespace

void installAccessibleWidgets()
{
    QAccessible::installFactory(create);
}

} // namespace rookery::ui
