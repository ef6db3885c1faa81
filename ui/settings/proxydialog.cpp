// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxydialog.h"

#include "text/wording.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

ProxyDialog::ProxyDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Network"), parent)
    , m_engine(engine)
{
    const Settings settings = engine.profile().settings();
    m_mode = new QComboBox(this);
    for (const ProxyMode mode : {ProxyMode::System, ProxyMode::None, ProxyMode::Http, ProxyMode::Socks5})
        m_mode->addItem(text::proxyModeWord(mode), int(mode));
    m_mode->setCurrentIndex(m_mode->findData(int(settings.proxyMode)));
    m_host = new QLineEdit(settings.proxyHost, this);
    m_host->setPlaceholderText(u"127.0.0.1"_s);
    m_port = new QSpinBox(this);
    m_port->setRange(1, 65535);
    m_port->setValue(settings.proxyPort == 0 ? 7890 : settings.proxyPort);
    addField(tr("Proxy"), m_mode, tr("Gateways on this machine are always reached directly."));
    addField(tr("Proxy host"), m_host);
    addField(tr("Proxy port"), m_port);
    const auto enable = [this] {
        const bool manual = m_mode->currentData().toInt() >= int(ProxyMode::Http);
        m_host->setEnabled(manual);
        m_port->setEnabled(manual);
    };
    connect(m_mode, &QComboBox::currentIndexChanged, this, enable);
    enable();
    setPrimary(tr("Save"), [this] { save(); });
}

void ProxyDialog::save()
{
    Settings settings = m_engine.profile().settings();
    settings.proxyMode = ProxyMode(m_mode->currentData().toInt());
    settings.proxyHost = m_host->text().trimmed();
    settings.proxyPort = quint16(m_port->value());
    if (settings.proxyMode >= ProxyMode::Http && settings.proxyHost.isEmpty()) {
        showProblem(tr("The proxy's host is missing."), tr("Enter its name or address, or choose another option."));
        m_host->setFocus();
        return;
    }
    await(m_engine.profile().saveSettings(settings));
}

} // namespace rookery::ui
