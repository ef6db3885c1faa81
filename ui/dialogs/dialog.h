// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/errortext.h"
#include "theme/theme.h"
#include "widgets/controls.h"

#include "base/async.h"

#include <QDialog>

#include <functional>

class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

//! The family's dialog: title, body, a line for what went wrong, one primary button and cancel.
//! Opened with open(), never exec(): nothing waits in a nested event loop. Deletes itself when closed.
class Dialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialog)

public:
    Dialog(const Theme &theme, const QString &title, QWidget *parent);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    //! Shows what happened, why we think so and what to press; empty error: nothing.
    void showError(const Error &error);
    void showProblem(const QString &text, const QString &advice);
    void clearError();

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    //! The primary button; `action` is called when it is pressed or Enter is.
    QPushButton *setPrimary(const QString &text, std::function<void()> action, ButtonKind kind = ButtonKind::Primary);
    QPushButton *addButton(const QString &text, std::function<void()> action);
    void setCloseText(const QString &text);
    [[nodiscard]] QPushButton *primary() const { return m_primary; }
    [[nodiscard]] QPushButton *closeButton() const { return m_close; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    //! A muted line of words above a field.
    QLabel *addText(const QString &text, LabelKind kind = LabelKind::Body);
    //! A label above `field`, bound as its buddy.
    void addField(const QString &label, QWidget *field, const QString &hint = {});
    //! While the answer is out: progress, the primary button off; cancel stays. Success closes, or calls `done`.
    void await(const FutureResult<> &future, std::function<void()> done = {});
    void setBusy(bool busy);
    //! What the advice beside an error may name from now on.
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
//! Says what failed, why we think so and what to press.
void tell(QWidget *parent, const Theme &theme, const QString &title, const Error &error);

} // namespace rookery::ui
