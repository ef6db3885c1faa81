// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/windowtest.h"

#include "model/logline.h"
#include "ui/kit/theme.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <cmath>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

double luminance(const QColor &color)
{
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

} // namespace

class TestTheme final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void coloursOfUsersRulesAreSeenAndWordsOnThemCanBeRead()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            const Theme theme(mode);
            for (const QLatin1StringView name : kRuleColours) {
                const QColor color = theme.ruleColor(name);
                const double ratio = contrast(color, theme.color(Role::Surface));
                QVERIFY2(ratio >= 3, qPrintable(QStringLiteral("%1: %2").arg(name).arg(ratio)));
            }
            for (const QString &name : {QStringLiteral("red"), QStringLiteral("yellow"), QStringLiteral("purple"),
                                        QStringLiteral("#000000"), QStringLiteral("#ffffff"), QStringLiteral("#ff0000"),
                                        QStringLiteral("#00ff00"), QStringLiteral("#0000ff")}) {
                const QColor ground = theme.ground(theme.ruleColor(name));
                for (const Role words : {Role::Text, Role::Muted}) {
                    const double ratio = contrast(theme.color(words), ground);
                    QVERIFY2(ratio >= (words == Role::Text ? 7 : 4.5),
                             qPrintable(QStringLiteral("%1 %2: %3").arg(name).arg(int(mode)).arg(ratio)));
                }
            }
            QVERIFY(!theme.ruleColor(QStringLiteral("mauve")).isValid());
            QVERIFY(!theme.ruleColor({}).isValid());
        }
    }

    void wordsCanBeRead_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("ground");
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            for (const Role text : {Role::Text, Role::Muted, Role::Accent, Role::Working, Role::Degraded,
                                    Role::NeedsHand, Role::Failed, Role::Unknown})
                QTest::addRow("%d: %d on surface", int(mode), int(text))
                    << int(mode) << int(text) << int(Role::Surface);
            for (const Role ground : {Role::Window, Role::Selection, Role::Hover})
                QTest::addRow("%d: text on %d", int(mode), int(ground)) << int(mode) << int(Role::Text) << int(ground);
            for (const Role badge : {Role::Accent, Role::NeedsHand, Role::Failed, Role::Degraded, Role::Unknown})
                QTest::addRow("%d: words on %d", int(mode), int(badge))
                    << int(mode) << int(Role::OnAccent) << int(badge);
            QTest::addRow("%d: muted on window", int(mode)) << int(mode) << int(Role::Muted) << int(Role::Window);
        }
    }
    void wordsCanBeRead()
    {
        QFETCH(const int, mode);
        QFETCH(const int, text);
        QFETCH(const int, ground);
        const Theme theme{Theme::Mode(mode)};
        const double ratio = contrast(theme.color(Role(text)), theme.color(Role(ground)));
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }

    void bordersOfControlsAndShapesOfStatesCanBeSeen()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            const Theme theme(mode);
            for (const Role role : {Role::ControlBorder, Role::Accent, Role::Working, Role::Degraded, Role::NeedsHand,
                                    Role::Failed, Role::Unknown}) {
                for (const Role ground : {Role::Window, Role::Surface, Role::Hover, Role::Selection}) {
                    if (role == Role::ControlBorder && ground == Role::Selection)
                        continue; // what is selected has the border of the accent
                    const double ratio = contrast(theme.color(role), theme.color(ground));
                    QVERIFY2(
                        ratio >= 3.0,
                        qPrintable(u"%1 %2 on %3: %4"_s.arg(int(mode)).arg(int(role)).arg(int(ground)).arg(ratio)));
                }
            }
        }
    }

    void buttonsAndFieldsHaveThatBorder()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            const Theme theme(mode);
            const QString border = u"border: 1px solid "_s + theme.color(Role::ControlBorder).name();
            static const QRegularExpression rule(u"^(QPushButton|QLineEdit, [^{]*) \\{[^}]*\\}"_s,
                                                 QRegularExpression::MultilineOption);
            auto it = rule.globalMatch(theme.styleSheet());
            int seen = 0;
            for (; it.hasNext(); ++seen)
                QVERIFY2(it.next().captured().contains(border), qPrintable(border));
            QCOMPARE(seen, 2);
        }
    }

    void asksForOneIconAgainAndAgainGiveTheSame()
    {
        const Theme theme{Theme::Mode::Light};
        const QIcon once = theme.statusIcon({Shape::Diamond, Role::NeedsHand}, 14);
        QCOMPARE(theme.statusIcon({Shape::Diamond, Role::NeedsHand}, 14).cacheKey(), once.cacheKey());
        for (const QIcon &other : {theme.statusIcon({Shape::Diamond, Role::NeedsHand}),
                                   theme.statusIcon({Shape::Square, Role::NeedsHand}, 14),
                                   theme.statusIcon({Shape::Diamond, Role::Failed}, 14)})
            QVERIFY(other.cacheKey() != once.cacheKey());
    }

    void chipsAndStripsCanBeReadToo()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            const Theme theme(mode);
            for (const Role role : {Role::Working, Role::Degraded, Role::NeedsHand, Role::Failed, Role::Unknown}) {
                const double ratio = contrast(theme.color(role), theme.tint(role, 0.08));
                QVERIFY2(ratio >= 4.0, qPrintable(u"%1 %2: %3"_s.arg(int(mode)).arg(int(role)).arg(ratio)));
            }
        }
    }

    void theSheetHasNoUnknownRoleAndNoMissingPicture()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            const QString sheet = Theme(mode).styleSheet();
            QVERIFY(!sheet.contains(u'@'));
            static const QRegularExpression url(u"url\\((:[^)]*)\\)"_s);
            auto it = url.globalMatch(sheet);
            QVERIFY(it.hasNext());
            while (it.hasNext()) {
                const QString path = it.next().captured(1);
                QVERIFY2(QFile::exists(path), qPrintable(path));
            }
        }
    }

    void everyIconDraws()
    {
        const Theme theme(Theme::Mode::Dark);
        const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(files.size() > 30);
        for (const QString &file : files) {
            const QImage image = theme.icon(file.chopped(4), Role::Text).pixmap(24, 24).toImage();
            bool ink = false;
            for (int y = 0; y < image.height() && !ink; ++y) {
                for (int x = 0; x < image.width() && !ink; ++x)
                    ink = qAlpha(image.pixel(x, y)) > 0;
            }
            QVERIFY2(ink, qPrintable(file));
        }
    }

    void systemFollowsThePlatform()
    {
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        QVERIFY(Theme::modeFor(u"system"_s, dark) == Theme::Mode::Dark);
        QVERIFY(Theme::modeFor(u"light"_s, dark) == Theme::Mode::Light);
        QVERIFY(Theme::modeFor({}, QPalette(Qt::white)) == Theme::Mode::Light);
    }
};

ROOKERY_WINDOW_TEST(tst_theme, TestTheme)
#include "tst_theme.moc"
