// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every page in both themes and languages, for the guide and for a look by eye:
//   QT_QPA_PLATFORM=offscreen render_pages <folder> [page]
#include "support/sampleengine.h"

#include "translations/language.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>

#include <cstdio>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

//! Lets layouts and deferred deletions settle, without running an event loop.
void settle()
{
    for (int i = 0; i < 4; ++i) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void draw(ui::MainWindow &window, const QString &path)
{
    settle();
    if (!window.grab().save(path))
        std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: render_pages <folder> [page]\n");
        return 2;
    }
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(u"."_s))
        return 1;
    const QStringList pages{u"overview"_s, u"login"_s, u"broadcast"_s, u"rkey"_s, u"logs"_s, u"health"_s, u"gateways"_s};
    Language language;
    for (const QString &lang : {u"en"_s, u"zh_CN"_s}) {
        for (const QString &theme : {u"light"_s, u"dark"_s}) {
            SampleEngine engine;
            ui::WindowOptions options;
            options.language = lang;
            options.theme = theme;
            options.useLanguage = [&language](const QString &wanted) { return language.use(wanted); };
            ui::MainWindow window(engine, options);
            window.resize(1440, 900);
            window.show();
            for (const QString &page : pages) {
                if (arguments.size() > 2 && arguments.at(2) != page)
                    continue;
                window.showPage(page, page == u"overview" && lang == u"zh_CN" ? QJsonObject{{u"gateway"_s, u"napcat-23"_s}} : QJsonObject());
                draw(window, folder.filePath(u"%1-%2-%3.png"_s.arg(page, lang, theme)));
            }
        }
    }
    return 0;
}
