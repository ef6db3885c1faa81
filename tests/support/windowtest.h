// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "testcase.h"

#include <QApplication>

//! The same as ROOKERY_TEST for a class that shows widgets.
#define ROOKERY_WINDOW_TEST(name, TestClass)                                                                           \
    int name(int argc, char *argv[]);                                                                                  \
    int name(int argc, char *argv[])                                                                                   \
    {                                                                                                                  \
        QApplication app(argc, argv);                                                                                  \
        app.setAttribute(Qt::AA_Use96Dpi, true);                                                                       \
        TestClass test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
