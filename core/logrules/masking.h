// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace rookery::logrules {

//! Replaces a secret in masked text.
inline constexpr char16_t kMaskText[] = u"******";

//! Masks what must not be shown, stored or exported: tokens (NapCat prints its own panel token, and its masking leaks
//! the part after a dash), credentials, keys of picture links, client keys, TOTP secrets, password hashes, the text of
//! login codes and their block drawings. Idempotent; any thread.
[[nodiscard]] QString maskSecrets(const QString &text);
//! Masks text that an outside party chose and keeps at most `most` characters: for a name, a refusal or a notice. Masks
//! before it cuts, so that no part of a secret remains.
[[nodiscard]] QString maskedWords(const QString &text, qsizetype most = 1000);
//! Limits what is kept of a nickname or group name.
inline constexpr qsizetype kLongestName = 128;
//! Does the same for UTF-8, as `LogSetup::mask` needs it.
[[nodiscard]] std::string maskSecrets(std::string_view utf8);

} // namespace rookery::logrules
