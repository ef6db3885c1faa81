// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "model/session.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

class QrView;
class ShapeDot;

//! Shows one account that has to be logged in: its code, the code's age, and every other way to log in. Emits what was
//! pressed; does not know the engine.
class LoginTile final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoginTile)

public:
    enum class Size { Wall, PopOut };

    LoginTile(const Theme &theme, Size size, QWidget *parent);

    void show(const AccountSnapshot &account, bool masked);
    //! Shows that the account is online now, and nothing else.
    void showOnline(const AccountSnapshot &account, bool masked);
    //! Returns whether it last showed an account that is online.
    [[nodiscard]] bool isDone() const { return m_done; }
    //! Returns whether it stands before the other one on the wall: the worst first, then the one that waits longest.
    //! The place stays while it shows a success.
    [[nodiscard]] bool isBefore(const LoginTile &other) const;
    void tick(); //!< updates the ages
    [[nodiscard]] const AccountSnapshot &account() const { return m_account; }
    //! Returns whether a shown age is under a minute.
    [[nodiscard]] bool needsSecondTicks() const;
    void setMarked(bool marked); //!< highlights the tile that another page asked for
    void offerDemoPhone(); //!< adds the buttons that stand for a phone
    [[nodiscard]] QSize sizeHint() const override; //!< high enough for its wrapped words

Q_SIGNALS:
    void newCode();
    void quickLogin(const rookery::QuickLoginEntry &entry);
    void totp(const QString &code);
    void signToken(const QString &token); //!< LLBot's Auth Token, a secret
    void primary(); //!< the one button of the state
    void popOut();
    void demoScan();
    void demoExpire();
    void copied(); //!< the picture is on the clipboard

private:
    enum class Entry { Totp, PhoneDigits, SignToken };

    void buildCode(QVBoxLayout *layout, Size size);
    void buildTotp(QVBoxLayout *layout);
    void showNames();
    void showEntry(const QString &gateway);
    void showCode();
    void showQuick();
    [[nodiscard]] QString explanation() const;
    [[nodiscard]] static QString weChatWords(LoginReason reason);
    [[nodiscard]] QString serviceAge(WallTime now) const;
    [[nodiscard]] static QString wayToAnotherCode();
    void copyPicture();

    const Theme &m_theme;
    const Size m_size;
    AccountSnapshot m_account;
    QList<QuickLoginEntry> m_quickShown;
    bool m_masked = false;
    bool m_done = false;
    Condition m_condition = Condition::Working; //!< as the place on the wall has it
    WallTime m_since{};
    Entry m_entry = Entry::Totp;
    ShapeDot *m_dot = nullptr;
    QLabel *m_name = nullptr;
    QPushButton *m_pop = nullptr;
    QLabel *m_word = nullptr;
    QWidget *m_quick = nullptr;
    QVBoxLayout *m_quickLayout = nullptr;
    QWidget *m_codeBox = nullptr;
    QrView *m_qr = nullptr;
    QLabel *m_codeState = nullptr; //!< mirrors the painted view: state and generation
    QLabel *m_age = nullptr;
    QLabel *m_trouble = nullptr;
    QPushButton *m_newCode = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_demoScan = nullptr; //!< only in the demo
    QPushButton *m_demoExpire = nullptr;
    QWidget *m_totpBox = nullptr;
    QLineEdit *m_totp = nullptr; //!< the input: digits, or a token
    QPushButton *m_totpSend = nullptr;
    QLabel *m_explain = nullptr;
    QLabel *m_gatewayText = nullptr;
    QPushButton *m_primary = nullptr;
};

} // namespace rookery::ui
