// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

namespace rookery {

//! Base of every test class: any unexpected Qt warning fails the test that caused it.
class TestCase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // "propagateSizeHints" is the offscreen platform saying that it has no window manager.
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
        prepare();
    }
    void cleanup() { finish(); }

protected:
    //! Runs before and after each test function.
    virtual void prepare() {}
    virtual void finish() {}
};

} // namespace rookery

//! Prints the failure of a Result, instead of only "false".
#define ROOKERY_VERIFY_RESULT(result)                                                                                  \
    QVERIFY2((result).has_value(),                                                                                     \
             (result).has_value() ? ""                                                                                 \
                                  : qPrintable(QStringLiteral("kind %1 reason %2 code %3: %4")                         \
                                                   .arg(int((result).error().kind))                                    \
                                                   .arg(int((result).error().reason))                                  \
                                                   .arg((result).error().code)                                         \
                                                   .arg((result).error().detail)))
