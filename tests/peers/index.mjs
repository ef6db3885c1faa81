// SPDX-License-Identifier: GPL-3.0-or-later
// node index.mjs <path of rookery-sim>: every judge in turn; exits non-zero at the first that disagrees.
import { judgeMilky } from './milky.mjs';
import { judgeNapCat } from './napcat.mjs';

const binary = process.argv[2];
if (!binary) {
  console.error('usage: node index.mjs <path of rookery-sim>');
  process.exit(2);
}
for (const [name, judge] of [
  ['napcat: node-napcat-ts', judgeNapCat],
  ['milky: @saltify/milky-types', judgeMilky],
]) {
  try {
    await judge(binary);
    console.log(`ok ${name}`);
  } catch (error) {
    console.error(`not ok ${name}\n`, error);
    process.exit(1);
  }
}
process.exit(0);
