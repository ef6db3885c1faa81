// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayform.h"
#include "kit/theme.h"

#include "base/redacted.h"

#include <QList>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace rookery::ui {

//! Holds the lines of a gateway's form: shows what one kind (and way) needs and reads it back into a profile.
class GatewayFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayFields)

public:
    //! Says what is wrong with a line and what to do; the cursor is put into that line.
    struct Problem {
        QString text;
        QString advice;
    };
    enum class Secrets { Ask, Leave }; //!< Leave: an edited gateway keeps its token

    GatewayFields(const Theme &theme, Secrets secrets, QWidget *parent);

    //! Lays out the lines for the profile's kind and way, filled from it. Discards a token that was typed before,
    //! because it belongs to another gateway; `takeToken` can put it back.
    void show(const GatewayProfile &profile);
    [[nodiscard]] const GatewayForm &form() const { return m_form; }
    [[nodiscard]] OneBotTransportKind way() const { return m_profile.way; }
    //! Reads what was typed into `profile`, or returns the first problem. Drops the pin of a certificate that was
    //! trusted for another address.
    [[nodiscard]] std::optional<Problem> read(GatewayProfile &profile);
    //! Returns the token that was typed or came with a pasted address.
    [[nodiscard]] Redacted<QString> token() const;
    void focusFirst();
    //! Returns the last line, for the tab order.
    [[nodiscard]] QLineEdit *last() const { return m_name; }
    //! Acts as if `text` had been typed into the address line: a token in it moves to its own line.
    void typeAddress(const QString &text);
    //! Keeps the token that was typed while the gateway at this address was taken for another kind. Where the shown
    //! kind needs a different secret, the token is not used, and the form says so.
    void takeToken(const Redacted<QString> &token, GatewayKind typedFor);

Q_SIGNALS:
    //! Another way was chosen, and with it other lines and another card.
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
    //! Shows what the operator must know about this kind, and the risks of the typed address.
    void showWarning();
    //! Stores what was typed, unchecked, for another layout of the same gateway.
    void keep();
    [[nodiscard]] QLineEdit *edit(ProfileField field) const;
    [[nodiscard]] QString typed(ProfileField field) const;
    [[nodiscard]] std::optional<Problem> readLine(const Line &line, GatewayProfile &profile);
    [[nodiscard]] std::optional<Problem> readAddress(const Line &line, GatewayProfile &profile);
    [[nodiscard]] std::optional<Problem> readFront(const Line &line, GatewayProfile &profile);

    const Theme &m_theme;
    const Secrets m_secrets;
    GatewayForm m_form;
    GatewayProfile m_profile; //!< kind and way of what is shown, and the values of other layouts
    Redacted<QString> m_pasted; //!< the token of a pasted address where the form has no line for it
    QString m_unused; //!< says that a token was typed and why it is not used; empty: none was left out
    QWidget *m_page = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QList<Line> m_lines;
    QLineEdit *m_name = nullptr;
    QWidget *m_waysBox = nullptr; //!< stays while the lines change, because it is what changes them
    QComboBox *m_ways = nullptr;
    QLabel *m_wayWords = nullptr;
    QLabel *m_warning = nullptr;
};

//! Returns a warning about plain http to another machine; empty when there is nothing to warn about.
[[nodiscard]] QString plainHttpWarning(const QUrl &url);

} // namespace rookery::ui
