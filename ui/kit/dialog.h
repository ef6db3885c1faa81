// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/errortext.h"
#include "theme.h"
#include "widgetfactory.h"

#include "base/async.h"

#include <QDialog>

#include <functional>

class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

//! Provides what every dialog has: title, body, a line for errors, one primary button and cancel. Opened with open(),
//! never exec(): nothing waits in a nested event loop. Deletes itself when closed.
class Dialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialog)

public:
    Dialog(const Theme &theme, const QString &title, QWidget *parent);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    //! Shows what happened, the likely cause and what to press; an empty error clears the line.
    void showError(const Error &error);
    void showProblem(const QString &text, const QString &advice);
    void clearError();

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    //! Sets the primary button; a click or Enter calls `action`.
    QPushButton *setPrimary(const QString &text, std::function<void()> action, ButtonKind kind = ButtonKind::Primary);
    QPushButton *addButton(const QString &text, std::function<void()> action);
    void setCloseText(const QString &text);
    [[nodiscard]] QPushButton *primary() const { return m_primary; }
    [[nodiscard]] QPushButton *closeButton() const { return m_close; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    //! Adds a line of words above a field.
    QLabel *addText(const QString &text, LabelKind kind = LabelKind::Body);
    //! Adds a label above `field`, bound as its buddy.
    void addField(const QString &label, QWidget *field, const QString &hint = {});
    //! Shows progress and disables the primary button until the future resolves; cancel stays enabled. Success closes
    //! the dialog, or calls `done`.
    void await(const FutureResult<> &future, std::function<void()> done = {});
    void setBusy(bool busy);
    //! Sets which controls the advice beside an error may name from now on.
    void setAdvicePlace(const text::AdvicePlace &place) { m_advicePlace = place; }

private:
    const Theme &m_theme;
    QVBoxLayout *m_body = nullptr;
    QFrame *m_errorStrip = nullptr;
    QLabel *m_errorText = nullptr;
    QLabel *m_errorAdvice = nullptr;
    QProgressBar *m_progress = nullptr;
    QWidget *m_buttons = nullptr;
    QPushButton *m_primary = nullptr;
    QPushButton *m_close = nullptr;
    bool m_busy = false;
    text::AdvicePlace m_advicePlace;
};

//! Asks before something that is hard to undo; `confirmed` runs on the primary button.
void ask(QWidget *parent, const Theme &theme, const QString &title, const QString &text, const QString &confirm,
         std::function<void()> confirmed, ButtonKind kind = ButtonKind::Primary);
//! Reports what failed, the likely cause and what to press.
void tell(QWidget *parent, const Theme &theme, const QString &title, const Error &error);

} // namespace rookery::ui
