// SPDX-License-Identifier: GPL-3.0-or-later
// What Tencent's client takes from its host: three functions, written here so that they keep everything in one folder.
export const normalizeAccountId = (raw) => raw.trim().toLowerCase().replace(/[@.]/g, '-');
export const resolvePreferredOpenClawTmpDir = () => process.env.OPENCLAW_STATE_DIR;
export const withFileLock = (_path, _options, action) => action();
