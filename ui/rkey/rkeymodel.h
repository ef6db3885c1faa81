// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"

#include <functional>

namespace rookery::ui {

//! Shows where each account's picture keys come from.
class RkeyModel final : public KeyedRowModel<RkeyState, &RkeyState::gateway>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RkeyModel)

public:
    enum Column { Account, Source, Since, Life, Probe, Providers, ColumnCount };

    RkeyModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
        : KeyedRowModel(theme, ColumnCount, parent)
        , m_names(names)
        , m_now(std::move(now))
    {}

    void apply(const QList<RkeyState> &changed, const QList<GatewayId> &removed);
    void tick(); //!< updates ages and remaining lives
    void namesChanged() { touchColumn(Account); }

    //! Returns the share of the key's life that is left; negative: unknown.
    [[nodiscard]] static double lifeLeft(const RkeyState &state, WallTime now);
    //! Describes the life of the key in use: "41 min left of 1 h", "expired 3 min ago", "in pictures for 12 min, life
    //! unknown".
    [[nodiscard]] static QString lifeWords(const RkeyState &state, WallTime now);
    //! Returns the source with its details: "remote server (ss.example)", "from QQ (asked)".
    [[nodiscard]] static QString sourceWords(const RkeyState &state);

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const RkeyState &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const RkeyState &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const RkeyState &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const RkeyState &row, int column) const override;
    [[nodiscard]] QVariant more(const RkeyState &row, int column, int role) const override;

private:
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
};

//! Lists the providers of one account, as observed.
class ProviderModel final : public RowModel<RkeyProvider>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProviderModel)

public:
    enum Column { Name, Status, Failures, State, Seen, ColumnCount };

    ProviderModel(const Theme &theme, std::function<WallTime()> now, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_now(std::move(now))
    {}

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString headingTip(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const RkeyProvider &row, int column) const override;
    [[nodiscard]] QString toolTip(const RkeyProvider &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const RkeyProvider &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const RkeyProvider &row, int column) const override;

private:
    std::function<WallTime()> m_now;
};

//! Returns a provider's name without scheme and path, for narrow cells: "ss.example". "native" is put in words.
[[nodiscard]] QString shortProviderName(const QString &name);
//! Returns the provider's last status as the gateway wrote it; the good status is put in words.
[[nodiscard]] QString providerStatus(const RkeyProvider &provider);

} // namespace rookery::ui
