// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayform.h"
#include "theme/theme.h"

#include "base/redacted.h"

#include <QList>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace rookery::ui {

//! The lines of a gateway's form: shows what one kind (and way) asks for, reads it back into a profile.
class GatewayFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayFields)

public:
    //! What is wrong with a line, and what to do; the cursor stands in it then.
    struct Problem {
        QString text;
        QString advice;
    };
    enum class Secrets { Ask, Leave }; //!< Leave: an edited gateway keeps its token

    GatewayFields(const Theme &theme, Secrets secrets, QWidget *parent);

    //! Lays out the lines of the profile's kind and way, filled from it. A token that was typed before is another
    //! gateway's: it is gone, unless it is given back (`takeToken`).
    void show(const GatewayProfile &profile);
    [[nodiscard]] const GatewayForm &form() const { return m_form; }
    [[nodiscard]] OneBotWay way() const { return m_profile.way; }
    //! Puts what was typed into `profile`; the first problem otherwise. A certificate that was trusted for another
    //! address is forgotten.
    [[nodiscard]] std::optional<Problem> read(GatewayProfile &profile);
    //! What was typed, or came with a pasted address.
    [[nodiscard]] Redacted<QString> token() const;
    void focusFirst();
    //! The last line, for who comes after it.
    [[nodiscard]] QLineEdit *last() const { return m_name; }
    //! As if typed into the address line: a token in it moves to its own.
    void typeAddress(const QString &text);
    //! Goes on with the token that was typed while the gateway at this address passed for another kind. Where the kind
    //! on show asks for something else, the token is not used, and the form says so.
    void takeToken(const Redacted<QString> &token, GatewayKind typedFor);

Q_SIGNALS:
    //! Another way was chosen: other lines, another card.
    void wayChanged();

private:
    struct Line {
        FormLine form;
        QLineEdit *edit = nullptr;
    };

    void layOut(const GatewayProfile &profile);
    void build();
    [[nodiscard]] QWidget *waysBox();
    void addLine(const FormLine &line);
    void addBrowse(QVBoxLayout *group, const FormLine &line, QLineEdit *edit);
    void chooseWay(int index);
    void addressEdited(const QString &text);
    //! What is to be known of this kind, and what the address as typed lays open.
    void showWarning();
    //! As typed, unchecked: for another layout of the same gateway.
    void keep();
    [[nodiscard]] QLineEdit *edit(FormField field) const;
    [[nodiscard]] QString typed(FormField field) const;
    [[nodiscard]] std::optional<Problem> readLine(const Line &line, GatewayProfile &profile);
    [[nodiscard]] std::optional<Problem> readAddress(const Line &line, GatewayProfile &profile);

    const Theme &m_theme;
    const Secrets m_secrets;
    GatewayForm m_form;
    GatewayProfile m_profile; //!< kind and way of what is shown, and what other layouts were filled with
    Redacted<QString> m_pasted; //!< the token of a pasted address where none is asked for
    QString m_unused; //!< says that a token was typed, and why it is not used; empty: none was left out
    QWidget *m_page = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QList<Line> m_lines;
    QLineEdit *m_name = nullptr;
    QWidget *m_waysBox = nullptr; //!< stays while the lines change: it is what changes them
    QComboBox *m_ways = nullptr;
    QLabel *m_wayWords = nullptr;
    QLabel *m_warning = nullptr;
};

} // namespace rookery::ui
