// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tags.h"

#include "support/testcase.h"

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

class TestTags final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void tagsAreTheWordsTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("tags");
        QTest::newRow("nothing") << QString() << QStringList();
        QTest::newRow("separators alone") << u" , ，;、 "_s << QStringList();
        QTest::newRow("words") << u"main eu"_s << QStringList{u"main"_s, u"eu"_s};
        QTest::newRow("commas of both widths")
            << u"主号,东区，备用；x、y"_s << QStringList{u"主号"_s, u"东区"_s, u"备用"_s, u"x"_s, u"y"_s};
        QTest::newRow("twice, in another case") << u"Main main MAIN eu"_s << QStringList{u"Main"_s, u"eu"_s};
        QTest::newRow("as hash tags") << u"#main ##eu ＃cn #"_s << QStringList{u"main"_s, u"eu"_s, u"cn"_s};
        QTest::newRow("too long") << QString(40, u'a') << QStringList{QString(kLongestTag, u'a')};
        const QString half = QString(kLongestTag - 1, u'a') + u"\U0001F600"_s;
        QTest::newRow("not cut within a character") << half << QStringList{QString(kLongestTag - 1, u'a')};
    }
    void tagsAreTheWordsTyped()
    {
        QFETCH(const QString, typed);
        QTEST(tagsIn(typed), "tags");
        QCOMPARE(tagsIn(tagsIn(typed).join(u' ')), tagsIn(typed)); // what is read back is the same
    }

    void theCaseOfATagMakesNoOther()
    {
        QVERIFY(hasTag({u"Main"_s}, u"mAIN"_s));
        QVERIFY(!hasTag({u"Main"_s}, u"mai"_s));
        QVERIFY(!hasTag({}, u"main"_s));
    }
};

ROOKERY_TEST(tst_tags, TestTags)
#include "tst_tags.moc"
