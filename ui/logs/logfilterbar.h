// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/theme.h"

#include "model/logfilter.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace rookery::ui {

//! Holds the fields and chips above the log lines that say which of them are wanted.
class LogFilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilterBar)

public:
    LogFilterBar(const Theme &theme, const AccountNames &names, QWidget *parent);

    //! Returns what is wanted; the gateway counts only for live lines.
    [[nodiscard]] LogFilter filter() const;
    //! Returns whether the text marks lines among all others instead of hiding those.
    [[nodiscard]] bool marksOnly() const;
    [[nodiscard]] bool isFiltering() const;
    void setLive(bool live);
    void clear();
    void focusText();
    //! Says why the text finds nothing; empty: it does.
    void showTrouble(const QString &trouble);
    //! Fills the list of gateways again; changed() follows when the chosen one is gone.
    void setGateways(const QList<AccountSnapshot> &accounts);
    //! Shows how many lines of each category there are; an empty category is hidden unless it is chosen.
    void showCounts(const LogCounts &counts);
    void selectGateway(const GatewayId &gateway);
    void selectCategory(LogCategory category);
    //! Wants only lines of a rule; its title stands in a chip.
    void setRule(const QString &ruleId, const QString &title);
    //! Wants only lines of a span of time; default: of any.
    void setTimes(WallTime from, WallTime to);
    [[nodiscard]] QList<LogCategory> categories() const; //!< those that have a chip

    //! Adds the fields to a page's state.
    void saveTo(QJsonObject &state) const;
    void restoreFrom(const QJsonObject &state);

Q_SIGNALS:
    void changed();
    void timesCleared(); //!< changed() follows
    void nextWanted(); //!< Enter in the text

private:
    void buildFields(const Theme &theme);
    void buildChips(const Theme &theme);
    [[nodiscard]] QPushButton *makeToggle(const QString &text, const QString &name, const QString &tip);
    void emitChanged();

    const AccountNames &m_names;
    QComboBox *m_gateway = nullptr;
    QComboBox *m_level = nullptr;
    QLineEdit *m_text = nullptr;
    QPushButton *m_pattern = nullptr;
    QPushButton *m_case = nullptr;
    QPushButton *m_inverted = nullptr;
    QPushButton *m_marks = nullptr;
    QPushButton *m_clear = nullptr;
    QPushButton *m_rule = nullptr;
    QPushButton *m_times = nullptr;
    QLabel *m_trouble = nullptr;
    QMap<LogCategory, QPushButton *> m_chips;
    QString m_ruleId;
    WallTime m_from{};
    WallTime m_to{};
};

} // namespace rookery::ui
