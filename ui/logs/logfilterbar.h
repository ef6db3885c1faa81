// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/theme.h"

#include "model/logline.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace rookery::ui {

class LogFilter;
class LogModel;

//! Holds the fields and category chips above the log lines, and sets the filter from them.
class LogFilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilterBar)

public:
    LogFilterBar(const Theme &theme, const AccountNames &names, LogFilter &filter, QWidget *parent);

    //! Sets the filter from the fields; the gateway field counts only for live lines.
    void applyTo(bool live);
    void clear();
    void focusText();
    //! Fills the list of gateways again; changed() follows when the chosen one is gone.
    void setGateways(const QList<AccountSnapshot> &accounts);
    //! Shows how many lines of each category `lines` has; an empty category is hidden unless it is chosen.
    void showCounts(const LogModel &lines);
    void selectGateway(const GatewayId &gateway);
    void selectCategory(LogCategory category);
    [[nodiscard]] QList<LogCategory> categories() const; //!< those that have a chip

    //! Adds the fields to a page's state.
    void saveTo(QJsonObject &state) const;
    void restoreFrom(const QJsonObject &state);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QHBoxLayout *buildFields(const Theme &theme);
    [[nodiscard]] QWidget *buildChips(const Theme &theme);

    const AccountNames &m_names;
    LogFilter &m_filter;
    QComboBox *m_gateway = nullptr;
    QComboBox *m_level = nullptr;
    QLineEdit *m_text = nullptr;
    QPushButton *m_clear = nullptr;
    QHash<int, QPushButton *> m_chips; //!< by LogCategory
};

} // namespace rookery::ui
