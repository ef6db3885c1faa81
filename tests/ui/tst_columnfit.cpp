// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/windowtest.h"

#include "ui/kit/columnfit.h"
#include "ui/kit/elidedlabel.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestColumnFit final : public TestCase
{
    Q_OBJECT

    QStandardItemModel m_model{1, 4};
    std::unique_ptr<QTableView> m_table;

    [[nodiscard]] int width(int column) const { return m_table->columnWidth(column); }
    [[nodiscard]] int sum() const { return width(0) + width(1) + width(2) + width(3); }
    void resizeTo(int room) const
    {
        m_table->resize(room + m_table->width() - m_table->viewport()->width(), 200);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(m_table->viewport()->width(), room);
    }

protected:
    void prepare() override
    {
        m_model.setHorizontalHeaderLabels({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
        m_table = std::make_unique<QTableView>();
        m_table->setModel(&m_model);
        m_table->verticalHeader()->hide();
        new ColumnFit(m_table.get(), {100, 200, 80, 60}, {1});
        m_table->resize(700, 200);
        m_table->show();
    }
    void finish() override { m_table.reset(); }

private Q_SLOTS:
    void theGrowingColumnTakesWhatIsLeft()
    {
        resizeTo(700);
        QCOMPARE(width(0), 100);
        QCOMPARE(width(1), 460);
        QCOMPARE(width(2), 80);
        QCOMPARE(width(3), 60);
    }

    void allGiveWayUntilTheirHeadings()
    {
        resizeTo(330);
        QCOMPARE(sum(), 330);
        QVERIFY(width(0) < 100 && width(2) < 80 && width(3) < 60);
        QVERIFY(width(1) > 96);
        resizeTo(120);
        QCOMPARE(width(1), 96);
        QCOMPARE(width(0), 66);
        QCOMPARE(width(2), 53);
        QVERIFY(m_table->horizontalHeader()->length() > 120); // it scrolls
        resizeTo(700);
        QCOMPARE(width(0), 100); // and comes back
    }

    void aHeadingIsNeverCut()
    {
        const QString heading = u"a heading that needs some room"_s;
        m_model.setHeaderData(3, Qt::Horizontal, heading);
        resizeTo(120);
        QVERIFY(width(3) >= m_table->horizontalHeader()->fontMetrics().horizontalAdvance(heading));
    }

    void aHiddenColumnLeavesItsRoomToTheOthers()
    {
        resizeTo(700);
        m_table->setColumnHidden(0, true);
        QTRY_COMPARE(width(1), 560);
        m_table->setColumnHidden(0, false);
        QTRY_COMPARE(width(1), 460);
    }

    void keptWidthsAreWanted()
    {
        resizeTo(700);
        ColumnFit *fit = ColumnFit::of(m_table.get());
        QVERIFY(fit);
        fit->setWidths({150, 200, 80, 60});
        QCOMPARE(width(0), 150);
        fit->setWidths({1, 2}); // of another table
        QCOMPARE(width(0), 150);
        fit->setWidths({0, 200, 80, 60});
        QCOMPARE(width(0), 150);
    }

    void aDraggedColumnKeepsItsWidth()
    {
        resizeTo(700);
        const QWidget *header = m_table->horizontalHeader()->viewport();
        auto *target = const_cast<QWidget *>(header);
        const QPoint edge(width(0) - 1, header->height() / 2);
        QTest::mousePress(target, Qt::LeftButton, {}, edge);
        QTest::mouseMove(target, edge + QPoint(20, 0));
        QTest::mouseMove(target, edge + QPoint(40, 0));
        QTest::mouseRelease(target, Qt::LeftButton, {}, edge + QPoint(40, 0));
        QCOMPARE(width(0), 140);
        QCOMPARE(sum(), 700);
        resizeTo(800);
        QCOMPARE(width(0), 140);
    }

    void anElidedLabelIsNarrowAndStillWhole()
    {
        ElidedLabel label(nullptr);
        const QString words = u"one two three four five six seven eight nine ten"_s;
        label.setText(words);
        QVERIFY(label.minimumSizeHint().width() < label.sizeHint().width());
        label.resize(label.sizeHint());
        QVERIFY(!label.isCut());
        label.resize(label.minimumSizeHint());
        QVERIFY(label.isCut());
        QCOMPARE(label.text(), words);
    }
};

ROOKERY_WINDOW_TEST(tst_columnfit, TestColumnFit)
#include "tst_columnfit.moc"
