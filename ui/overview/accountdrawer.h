// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QFrame>

#include <optional>

class QFormLayout;
class QGridLayout;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

class AccountActions;
class ReadinessView;
class ShapeDot;

//! Holds what the drawer shows of one account.
struct AccountDetails {
    AccountSnapshot account;
    QList<Incident> incidents = {}; //!< the open ones of this account, the gravest first
    std::optional<RkeyState> rkey = {};
};

//! Shows one account in depth: what is wrong and what cures it, the evidence rung by rung, its picture keys, its
//! connections.
class AccountDrawer final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountDrawer)

public:
    AccountDrawer(const Theme &theme, AccountActions &actions, QWidget *parent);

    void show(const AccountDetails &details, bool masked);
    void tick(); //!< updates the ages
    //! Returns whether a shown incident is under a minute old.
    [[nodiscard]] bool needsSecondTicks() const;
    [[nodiscard]] GatewayId gateway() const { return m_account.profile.id; }

Q_SIGNALS:
    void closed();

private:
    struct Line {
        ShapeDot *dot = nullptr;
        QLabel *name = nullptr;
        QLabel *facts = nullptr;
        QLabel *last = nullptr;
    };
    [[nodiscard]] QWidget *header();
    [[nodiscard]] QWidget *actionRow();
    [[nodiscard]] QWidget *incidentBox(QWidget *parent);
    [[nodiscard]] QWidget *rkeyBox(QWidget *parent);
    [[nodiscard]] QFormLayout *facts();
    [[nodiscard]] QLabel *fact(const QString &name);
    void showWhy();
    void showIncidents();
    void tickIncidents();
    void showRkey();
    void showConnections();
    void showFacts();
    [[nodiscard]] QString chatWords() const;
    [[nodiscard]] static QString vitalWords(const GatewayVitals &vitals, WallTime now);
    [[nodiscard]] static QString connectionName(const QString &label);
    [[nodiscard]] QString closeWords(const ConnectionInfo &info, WallTime now) const;

    const Theme &m_theme;
    AccountActions &m_actions;
    AccountSnapshot m_account;
    QList<Incident> m_open; //!< as shown
    std::optional<RkeyState> m_rkeyState;
    bool m_masked = false;
    QLabel *m_name = nullptr;
    QLabel *m_number = nullptr;
    ShapeDot *m_dot = nullptr;
    QLabel *m_word = nullptr;
    QLabel *m_why = nullptr;
    QLabel *m_twice = nullptr;
    QLabel *m_seems = nullptr;
    QPushButton *m_kind = nullptr;
    QPushButton *m_primary = nullptr;
    QPushButton *m_restart = nullptr;
    QPushButton *m_send = nullptr;
    QWidget *m_incidentBox = nullptr;
    QVBoxLayout *m_incidents = nullptr;
    QList<QLabel *> m_ages; //!< of the incidents, in their order
    QWidget *m_rkeyBox = nullptr;
    ShapeDot *m_rkeyDot = nullptr;
    QLabel *m_rkeyWord = nullptr;
    QLabel *m_probed = nullptr;
    QPushButton *m_probe = nullptr;
    QMenu *m_menu = nullptr;
    ReadinessView *m_readiness = nullptr;
    QGridLayout *m_connections = nullptr;
    QList<Line> m_lines;
    QFormLayout *m_form = nullptr;
    QLabel *m_heartbeat = nullptr;
    QLabel *m_events = nullptr;
    QLabel *m_version = nullptr;
    QLabel *m_vitals = nullptr;
    QLabel *m_address = nullptr;
    QLabel *m_tags = nullptr;
    QLabel *m_contacts = nullptr;
    QLabel *m_sends = nullptr;
};

} // namespace rookery::ui
