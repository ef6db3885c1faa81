// SPDX-License-Identifier: GPL-3.0-or-later
// node index.mjs <path of rookery-sim>: every judge in turn; exits non-zero at the first that disagrees.
import { judgeILink } from './ilink.mjs';
import { judgeKoishiDialled, judgeKoishiDialling } from './koishi.mjs';
import { judgeMilky } from './milky.mjs';
import { judgeNapCat } from './napcat.mjs';
import { judgeOneBot } from './onebot.mjs';

const binary = process.argv[2];
if (!binary) {
  console.error('usage: node index.mjs <path of rookery-sim>');
  process.exit(2);
}
for (const [name, judge] of [
  ['napcat: node-napcat-ts', judgeNapCat],
  ['milky: @saltify/milky-types', judgeMilky],
  ['ilink: @tencent-weixin/openclaw-weixin', judgeILink],
  ...['llbot', 'lagrange', 'onebot11'].flatMap((kind) => [
    [`${kind}: node-napcat-ts`, judgeOneBot(kind)],
    [`${kind}: koishi, dialling`, judgeKoishiDialling(kind)],
    [`${kind}: koishi, dialled`, judgeKoishiDialled(kind)],
  ]),
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
