// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "kit/theme.h"

#include <QFrame>
#include <QString>
#include <QStringList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

//! Describes a setting in words.
struct SettingWords {
    QString key; //!< names it in the code, in every language
    QString label; //!< also the accessible name of its control
    QString hint = {}; //!< what it does, and when it applies unless that is at once
    QString synonyms = {}; //!< further words that find it, English and Chinese; not shown
};

//! Shows one setting: label, control, hint, the way back to its default, and what went wrong with it.
class SettingRow final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingRow)

public:
    //! Takes the control over; a check box is its own label.
    SettingRow(const SettingWords &words, const Theme &theme, QWidget *control, QWidget *parent);

    [[nodiscard]] const QString &key() const { return m_words.key; }
    [[nodiscard]] const QString &label() const { return m_words.label; }
    [[nodiscard]] QWidget *control() const { return m_control; }
    //! Adds a widget to the right of the control.
    void addBeside(QWidget *widget);
    void setHint(const QString &hint);
    //! Shows a warning below the hint; empty: none.
    void setWarning(const QString &warning);

    //! Adds the button that restores the default value. It is shown while the value is another one.
    void setRestore(std::function<void()> restore);
    void setIsDefault(bool isDefault);

    //! Shows what went wrong, the likely cause and what to do, until it is cleared.
    void showError(const Error &error);
    void showProblem(const QString &problem, const QString &advice);
    void clearProblem();
    [[nodiscard]] bool hasProblem() const;

    //! Returns whether each of the words occurs in the label, the hint or the synonyms.
    [[nodiscard]] bool matches(const QStringList &words) const;
    //! Marks the row as found by a search, also for assistive technology.
    void setMarked(bool marked);
    [[nodiscard]] bool isMarked() const { return m_marked; }

private:
    //! Returns the widget that has the focus and the accessible texts: the control, or the main part of it.
    [[nodiscard]] QWidget *spoken() const;

    SettingWords m_words;
    QWidget *m_control;
    QHBoxLayout *m_line = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QLabel *m_hint = nullptr;
    QLabel *m_warning = nullptr;
    QPushButton *m_restore = nullptr;
    QFrame *m_problem = nullptr;
    QLabel *m_problemText = nullptr;
    QLabel *m_problemAdvice = nullptr;
    bool m_marked = false;
};

} // namespace rookery::ui
