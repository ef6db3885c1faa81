// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logindexer.h"

#include <QString>

#include <optional>
#include <utility>

namespace rookery::logs {

//! Holds what is kept of a log.
struct KeptIndex {
    LogIndex index;
    LogFindings findings;
};

//! Keeps the indexes of large logs in a folder, so that the same file opens at once. They hold no text. Any thread.
class KeptIndexes final
{
public:
    //! Uses that folder (0700), which is created when the first index is kept.
    explicit KeptIndexes(QString folder) : m_folder(std::move(folder)) {}

    //! Returns what was kept for a log if the log is the same up to where the index ends, as far as samples tell, and
    //! the rules are the same. A damaged file is ignored.
    [[nodiscard]] std::optional<KeptIndex> find(const QString &path, const SeekableLog &log, GatewayKind kind,
                                                const logrules::RuleSet &rules) const;
    //! Keeps an index; the oldest beyond kMost are removed. A small log is read sooner than its index.
    void keep(const QString &path, const SeekableLog &log, GatewayKind kind, const logrules::RuleSet &rules,
              const KeptIndex &kept) const;

    static constexpr int kMost = 20;
    static constexpr qint64 kSmall = 4LL * 1024 * 1024; //!< bytes of the log

private:
    [[nodiscard]] QString fileOf(const QString &path) const;

    QString m_folder;
};

} // namespace rookery::logs
