// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace rookery {

//! The words of the whole program in one language: ours, and those of Qt's own buttons and dialogs.
//! One per program, made after the application and gone before it. Main thread.
class Language final
{
    Q_DISABLE_COPY_MOVE(Language)

public:
    Language() = default;
    ~Language();

    //! Takes "zh_CN" or "en"; anything else (also nothing) means the language of the system: Chinese where it is
    //! Chinese, else English. Every widget then gets QEvent::LanguageChange. Gives the one chosen.
    QString use(const QString &wanted);

private:
    void drop();

    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace rookery
