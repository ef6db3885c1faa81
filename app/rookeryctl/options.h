// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

//! Holds what was typed for each command; commandline.cpp says how it is spelt.
namespace rookery::ctl {

struct NoOptions {};

struct GatewayAddOptions {
    QString id;
    QString kind = QStringLiteral("napcat");
    std::optional<QString> url;
    std::optional<QString> oneBot;
    std::optional<QString> way;
    std::optional<QString> front;
    QString account;
    QString folder;
    QString program;
    QString logFile;
    QString logCommand;
    QString name;
    bool tokenStdin = false;
    bool makeToken = false;
};

//! Names a gateway of the profile, or what else a command is about.
struct SubjectOptions {
    QString subject;
};

struct ListenerOptions {
    std::optional<QString> host;
    std::optional<QString> certificate;
    std::optional<QString> key;
    std::optional<qint64> port;
};

struct DialInsOptions {
    qint64 timeout = 30; //!< seconds, like all durations here
};

struct LoginOptions {
    QString gateway;
    QString qrPng;
    bool qrText = false;
    qint64 timeout = 300;
};

struct StatusOptions {
    bool watch = false;
    qint64 timeout = 15;
};

struct BroadcastOptions {
    QString text;
    QString title;
    QString textFile;
    QStringList images;
    QStringList to;
    QStringList toFiles;
    QStringList via;
    QString pace = QStringLiteral("default");
    std::optional<qint64> timeLimit;
    bool noMerge = false;
    bool dryRun = false;
    bool watch = false;
};

struct ResumeOptions {
    qint64 broadcast = 0;
    std::optional<qint64> timeLimit;
    bool watch = false;
};

//! Names a broadcast that a command is about.
struct BroadcastIdOptions {
    qint64 broadcast = 0;
};

struct RkeyOptions {
    QString gateway;
    bool probe = false;
};

struct LogsOptions {
    QStringList files; //!< to read; none: `gateway` is followed
    QString rule; //!< to explain
    QString gateway;
    std::optional<QString> kind;
    QString category;
    QString rules; //!< the user's rule file; empty: none
    std::optional<qint64> last; //!< lines to print of each file; none: all
};

} // namespace rookery::ctl
