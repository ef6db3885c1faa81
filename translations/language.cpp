// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

// Outside any namespace, as the macro demands; without the reference a static library would lose the resource.
static void initTranslationResource()
{
    Q_INIT_RESOURCE(translations);
}

namespace rookery {

Language::~Language()
{
    drop();
}

void Language::drop()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

QString Language::use(const QString &wanted)
{
    initTranslationResource();
    const QString chinese = QStringLiteral("zh_CN");
    const QString english = QStringLiteral("en");
    const bool isKnown = wanted == chinese || wanted == english;
    const bool isChineseSystem = QLocale::system().language() == QLocale::Chinese;
    const QString chosen = isKnown ? wanted : (isChineseSystem ? chinese : english);

    drop();
    // Numbers and dates follow the words: no mixed screens.
    QLocale::setDefault(QLocale(chosen));
    if (m_qt.load(QStringLiteral("qtbase_") + chosen, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(QStringLiteral(":/i18n/rookery_") + chosen))
        QCoreApplication::installTranslator(&m_own);
    return chosen;
}

} // namespace rookery
