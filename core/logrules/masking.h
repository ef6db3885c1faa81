// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace rookery::logrules {

//! What stands where a secret was.
inline constexpr char16_t kMaskText[] = u"******";

//! Replaces what must not be shown, stored or exported: tokens (NapCat prints its own panel token, and its
//! masking leaks what follows a dash), credentials, keys of picture links, client keys, TOTP secrets,
//! password hashes, the text of login codes and their block drawings. Idempotent; any thread.
[[nodiscard]] QString maskSecrets(const QString &text);
//! The same for words that somebody outside chose, and at most `most` characters of them: what is kept of a name, a
//! refusal or a notice. Masked before the cut, so that no half of a secret is left over.
[[nodiscard]] QString maskedWords(const QString &text, qsizetype most = 1000);
//! What is kept of a nickname or the name of a group.
inline constexpr qsizetype kLongestName = 128;
//! The same for UTF-8, as `LogSetup::mask` takes it.
[[nodiscard]] std::string maskSecrets(std::string_view utf8);

} // namespace rookery::logrules
