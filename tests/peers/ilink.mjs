// SPDX-License-Identifier: GPL-3.0-or-later
// Tencent's own client of WeChat's bot interface, as published, judges the simulated service: it logs in by a code,
// receives, answers with text and picture, and learns that another program took the bot. What it writes to the real
// hosts is sent to the simulator.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScenario, within } from './process.mjs';

const contentServers = 'https://novac2c.cdn.weixin.qq.com/c2c';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The client keeps files below a folder that it reads from the environment when it is loaded.
async function loadClient(folder) {
  process.env.OPENCLAW_STATE_DIR = folder;
  const part = (name) => import(`./node_modules/@tencent-weixin/openclaw-weixin/dist/src/${name}.js`);
  const [api, login, upload, send, download] = await Promise.all(
    ['api/api', 'auth/login-qr', 'cdn/upload', 'messaging/send', 'cdn/pic-decrypt'].map(part),
  );
  return { ...api, ...login, ...upload, ...send, ...download };
}

// Everything that goes to Tencent's hosts goes to the simulator; anything else but loopback is a fault.
function redirectFetch(ready, asked) {
  const real = globalThis.fetch;
  globalThis.fetch = (target, options) => {
    const url = new URL(target);
    if (url.hostname === '127.0.0.1') url.protocol = 'http:'; // a login that was sent to another host goes on by https
    else if (url.hostname.endsWith('.weixin.qq.com')) {
      const { host, protocol } = new URL(ready.webui);
      Object.assign(url, { protocol, host });
    } else assert.fail(`the client asked ${url.hostname}`);
    asked.push(`${options?.method ?? 'GET'} ${url.pathname}`);
    return real(url, options);
  };
  return () => (globalThis.fetch = real);
}

async function until(what, probe) {
  for (let i = 0; i < 200; ++i) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

// Each step of the phone, once the client has shown the code.
async function logIn(client, simulator, steps) {
  const begun = await client.startWeixinLoginWithQr({ force: true });
  assert.match(begun.qrcodeUrl ?? begun.message, /^https:\/\/liteapp\.weixin\.qq\.com\//);
  const ended = client.waitForWeixinLogin({ sessionKey: begun.sessionKey, timeoutMs: 60_000 });
  await steps(begun);
  return within(60_000, 'the login', ended);
}

async function judgeLogins(client, simulator) {
  const { post, get } = simulator;
  // expired, and the client's next code confirmed; scanned first, then followed at the second host
  const bound = await logIn(client, simulator, async ({ qrcodeUrl }) => {
    await post('/qr/expire');
    await until('another code', async () => (await get('/state')).qr !== qrcodeUrl);
    await post('/fault/redirect', { times: 1 });
    assert.equal((await post('/qr/scan')).ok, true);
    assert.equal((await post('/qr/confirm')).ok, true);
  });
  assert.equal(bound.connected, true, bound.message);
  assert.equal(bound.accountId, '10001@im.bot');
  assert.match(bound.userId, /@im\.wechat$/);
  assert.equal(new URL(bound.baseUrl).host, (await get('/state')).secondHost);

  // digits: wrong ones are asked for again, the right ones go on; the client reads them from its standard input
  const again = await logIn(client, simulator, async () => {
    await post('/fault/verify-code', { times: 1 });
    await post('/qr/scan');
    const waits = () => process.stdin.listenerCount('data') > 0;
    await until('the first question for digits', waits);
    process.stdin.emit('data', 'no\n');
    await until('the second question for digits', async () => {
      const { requests } = await get('/state');
      return waits() && requests.filter(({ api }) => api === 'get_qrcode_status').length > 3;
    });
    process.stdin.emit('data', `${(await get('/state')).verifyCode}\n`);
    await until('the right digits', async () => (await get('/state')).qrState === 'scanned');
    await post('/qr/confirm');
  });
  process.stdin.pause();
  assert.equal(again.connected, true, again.message);
  assert.notEqual(again.botToken, bound.botToken);

  const twice = await logIn(client, simulator, async () => {
    await post('/fault/already-bound', { times: 1 });
    await post('/qr/confirm');
  });
  assert.equal(twice.alreadyConnected, true);

  const old = await client.getUpdates({ baseUrl: bound.baseUrl, token: bound.botToken, timeoutMs: 5000 });
  assert.equal(old.errcode, -14, 'the first binding is over');
  return again;
}

async function judgeMessages(client, simulator, { baseUrl, botToken: token }) {
  const { post, get } = simulator;
  assert.equal((await client.notifyStart({ baseUrl, token })).ret, 0);
  const first = await client.getUpdates({ baseUrl, token, timeoutMs: 5000 });
  assert.equal(first.ret, 0);
  assert.deepEqual(first.msgs, []);
  const held = client.getUpdates({ baseUrl, token, get_updates_buf: first.get_updates_buf, timeoutMs: 20_000 });
  const picture = randomBytes(5000);
  await post('/message', { from: '20001', text: 'hello', picture: picture.toString('base64') });
  const news = await within(5000, 'a message', held);
  assert.equal(news.msgs.length, 1);
  const [message] = news.msgs;
  assert.equal(message.from_user_id, '20001@im.wechat');
  assert.equal(message.message_type, 1);
  assert.ok(BigInt(message.message_id) > BigInt(Number.MAX_SAFE_INTEGER), 'an id that no double holds');
  assert.equal(message.item_list[0].text_item.text, 'hello');
  const { media } = message.item_list[1].image_item;
  const opened = await client.downloadAndDecryptBuffer(media.encrypt_query_param, media.aes_key, contentServers, 'judge');
  assert.deepEqual(opened, picture);
  // nothing new: the same question is held until its time is over
  const quiet = await client.getUpdates({ baseUrl, token, get_updates_buf: news.get_updates_buf, timeoutMs: 1000 });
  assert.deepEqual(quiet.msgs, []);
  await until('a question that the client gave up is not held', async () => (await get('/state')).polls === 0);
  return message;
}

async function judgeSends(client, simulator, { baseUrl, botToken: token }, message, folder) {
  const { post, get } = simulator;
  const to = message.from_user_id;
  const opts = { baseUrl, token, contextToken: message.context_token };
  const sendText = (text, changed = {}) => client.sendMessageWeixin({ to, text, opts: { ...opts, ...changed } });
  assert.ok((await sendText('answer')).messageId);
  let ledger = await get('/ledger');
  assert.deepEqual(ledger.at(-1).target, { kind: 'friend', id: to });
  assert.equal(ledger.at(-1).text, 'answer');

  const picture = randomBytes(70_001);
  const file = join(folder, 'picture.png');
  writeFileSync(file, picture);
  for (const wholeAddress of [true, false]) {
    await post('/fault/upload-param-only', { on: !wholeAddress });
    const uploaded = await client.uploadFileToWeixin({
      filePath: file,
      toUserId: to,
      opts: { baseUrl, token },
      cdnBaseUrl: contentServers,
    });
    await client.sendImageMessageWeixin({ to, text: '', uploaded, opts });
    ledger = await get('/ledger');
    assert.deepEqual(ledger.at(-1).pictureSha256, [sha256(picture)]);
  }
  assert.equal(ledger.length, 3);

  // 200 with a number is a refusal, and nothing arrives
  await assert.rejects(sendText('stranger', { contextToken: undefined }), /ret=-2/);
  await post('/fault/send-refused', { times: 1 });
  await assert.rejects(sendText('refused'), /ret=-1/);
  assert.equal((await get('/ledger')).length, 3);
}

async function judgeTheEnd(client, simulator, { baseUrl, botToken: token }, message) {
  const { post, get } = simulator;
  const first = await client.getUpdates({ baseUrl, token, timeoutMs: 5000 });
  const held = client.getUpdates({ baseUrl, token, get_updates_buf: first.get_updates_buf, timeoutMs: 20_000 });
  await until('a held question', async () => (await get('/state')).polls === 1);
  await post('/kick');
  assert.equal((await within(5000, 'the news', held)).errcode, -14);
  const after = await client.getUpdates({ baseUrl, token, timeoutMs: 5000 });
  assert.equal(after.errcode, -14);
  assert.equal((await client.notifyStop({ baseUrl, token })).errcode, -14);
  const opts = { baseUrl, token, contextToken: message.context_token };
  await assert.rejects(client.sendMessageWeixin({ to: message.from_user_id, text: 'late', opts }), /ret=-14/);
  assert.equal((await get('/ledger')).length, 3);
}

// Without what the client sends the service says no; the judge's own words, to keep the checks honest.
async function judgeRefusals({ ready }) {
  const head = { 'iLink-App-Id': 'bot', 'iLink-App-ClientVersion': '132105' };
  const whole = {
    ...head,
    'content-type': 'application/json',
    AuthorizationType: 'ilink_bot_token',
    'X-WECHAT-UIN': Buffer.from('7').toString('base64'),
  };
  const status = async (headers) =>
    (await fetch(`${ready.webui}/ilink/bot/getupdates`, { method: 'POST', headers, body: '{}' })).status;
  assert.equal(await status(whole), 200);
  for (const name of ['iLink-App-Id', 'AuthorizationType', 'X-WECHAT-UIN'])
    assert.equal(await status({ ...whole, [name]: 'x' }), 400, name);
  assert.equal((await fetch(`${ready.webui}/ilink/bot/get_qrcode_status?qrcode=x`)).status, 400);
}

export async function judgeILink(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-peers-'));
  mkdirSync(join(folder, 'tmp'));
  const simulator = await startScenario(binary, { sendDelayMs: 0 }, '--kind', 'ilink');
  await judgeRefusals(simulator);
  const asked = [];
  const restore = redirectFetch(simulator.ready, asked);
  const write = process.stdout.write;
  process.stdout.write = () => true; // the client draws its codes
  try {
    const client = await loadClient(folder);
    const bound = await judgeLogins(client, simulator);
    const message = await judgeMessages(client, simulator, bound);
    await judgeSends(client, simulator, bound, message, folder);
    await judgeTheEnd(client, simulator, bound, message);
    assert.ok(asked.includes('POST /c2c/upload') && asked.includes('GET /c2c/download'), 'its own upload and download');
  } finally {
    process.stdout.write = write;
    restore();
    await simulator.stop();
    rmSync(folder, { recursive: true });
  }
}
