// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "model/names.h"

#include <QCoreApplication>
#include <QObject>
#include <QRegularExpression>
#include <QTest>

// What a test waits for comes within milliseconds, except on a machine that has no time for it.
#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), rookery::kPatience)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), expected, rookery::kPatience)

namespace rookery {

//! Prints a value of the model by its name where a comparison fails. The caller deletes it, as QTest does.
template <NamedEnum E>
[[nodiscard]] char *toString(const E &value)
{
    return qstrdup(nameOf(value).data());
}

//! Prints an error with the names of its kind and reason.
[[nodiscard]] QString described(const Error &error);

//! How long a test waits for what must come, in milliseconds; only a failing test ever takes so long.
inline constexpr int kPatience = 20'000;

//! Lets events happen until `condition` holds; false if it never did.
template <class Condition>
[[nodiscard]] bool becomesTrue(Condition condition)
{
    return QTest::qWaitFor(condition, kPatience);
}

//! The failure of a wait for a future that stayed unfinished.
[[nodiscard]] tl::unexpected<Error> neverFinished();

//! Base of every test class: any unexpected Qt warning fails the test that caused it.
class TestCase : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TestCase)

public:
    TestCase() = default;
    ~TestCase() override;

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says that it has no window manager: sizes, menus on top, menus that take the keys.
        QTest::failOnWarning(QRegularExpression(
            QStringLiteral("^(?!This plugin does not support (propagateSizeHints|raise|grabbing the keyboard))")));
        prepare();
    }
    void cleanup() { finish(); }

protected:
    //! Runs before and after each test function.
    virtual void prepare() {}
    virtual void finish() {}
};

} // namespace rookery

//! Makes a class the test `name` of the program of its module: `unit_store tst_database [function]` runs it.
#define ROOKERY_TEST(name, TestClass)                                                                                  \
    int name(int argc, char *argv[]);                                                                                  \
    int name(int argc, char *argv[])                                                                                   \
    {                                                                                                                  \
        const QCoreApplication app(argc, argv);                                                                        \
        TestClass test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }

//! Prints the failure of a Result, instead of only "false". Evaluates its argument once.
#define ROOKERY_VERIFY_RESULT(result)                                                                                  \
    do {                                                                                                               \
        const auto &rkResult = (result);                                                                               \
        QVERIFY2(rkResult.has_value(), rkResult.has_value() ? "" : qPrintable(rookery::described(rkResult.error())));  \
    } while (false)
