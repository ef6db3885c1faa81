// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingrow.h"
#include "settingseditor.h"

#include "kit/destination.h"

#include <QScrollArea>

#include <functional>
#include <utility>

class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace rookery::ui {

//! Names what the sections work with; all of it outlives them.
struct SettingsContext {
    engine::Engine &engine;
    const Theme &theme;
    SettingsEditor &editor;
    bool hasTray; //!< the main window can be closed to a tray
};

//! Shows one section of the settings window: rows below each other. A row that stands for a field of Settings is one
//! call: it shows the field, saves each change at once, offers the way back, and shows why a change was not saved.
class SettingsPage : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsPage)

public:
    //! `synonyms` are further words, English and Chinese, that find the section as a whole.
    SettingsPage(const SettingsContext &context, const QString &title, const QString &synonyms, QWidget *parent);

    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] const QList<SettingRow *> &rows() const { return m_rows; }
    [[nodiscard]] SettingRow *row(const QString &key) const; //!< nullptr: there is none
    //! Returns whether each of the words occurs in the section's title or synonyms.
    [[nodiscard]] bool matches(const QStringList &words) const;
    //! Shows the settings as they are now, in every row.
    void showSettings();

protected:
    template <class T>
    using Field = std::function<T &(Settings &)>;
    //! Reads and sets the value of a control.
    template <class T>
    struct Access {
        std::function<T()> read;
        std::function<void(const T &)> write;
    };

    [[nodiscard]] engine::Engine &engine() const { return m_context.engine; }
    [[nodiscard]] const Theme &theme() const { return m_context.theme; }
    [[nodiscard]] SettingsEditor &editor() const { return m_context.editor; }
    [[nodiscard]] bool hasTray() const { return m_context.hasTray; }
    [[nodiscard]] QWidget *content() const { return m_content; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    void addHeading(const QString &text);
    //! Adds a wrapped sentence.
    QLabel *addText(const QString &text);
    //! Adds a row that the section itself fills and saves.
    SettingRow *addRow(const SettingWords &words, QWidget *control);

    //! Adds a switch for a field: `&Settings::maskNumbers`, or a function that returns a reference to a part of them.
    SettingRow *addSwitch(const SettingWords &words, const Field<bool> &field);
    //! Adds a choice between a few values of a field.
    SettingRow *addChoice(const SettingWords &words, const QList<std::pair<QString, QString>> &options,
                          const Field<QString> &field);
    //! Adds a whole number within bounds; `box` has its step and its unit.
    SettingRow *addNumber(const SettingWords &words, QSpinBox *box, const Field<int> &field);

    //! Runs `show` now and whenever the settings differ.
    void onSettings(std::function<void(const Settings &)> show);
    //! Returns a row's field of these settings.
    template <class T>
    [[nodiscard]] static T valueOf(const Field<T> &field, const Settings &settings)
    {
        Settings copy = settings;
        return field(copy);
    }
    //! Lets a row show and save a field through its control. Returns what saves the control's value: connect it with
    //! the signal that reports a change by the operator.
    template <class T>
    [[nodiscard]] std::function<void()> bind(SettingRow *row, const Field<T> &field, const Access<T> &control)
    {
        const auto save = [this, row, field, control] {
            editor().change(row->key(),
                            [field, value = control.read()](Settings &settings) { field(settings) = value; });
        };
        row->setRestore([field, control, save] {
            control.write(valueOf(field, Settings()));
            save();
        });
        onSettings([row, field, control](const Settings &settings) {
            const T value = valueOf(field, settings);
            if (control.read() != value)
                control.write(value);
            row->setIsDefault(value == valueOf(field, Settings()));
        });
        return save;
    }

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showFailure(const QString &key);

    const SettingsContext m_context;
    QString m_title;
    QString m_synonyms;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_body = nullptr;
    QList<SettingRow *> m_rows;
    QList<std::function<void(const Settings &)>> m_shows;
};

} // namespace rookery::ui
