// SPDX-License-Identifier: GPL-3.0-or-later
// node-napcat-ts judges the simulated NapCat: a client written against the real one must get along with it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { NCWebsocket, Structs } from 'node-napcat-ts';
import { startSimulator, within } from './process.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function webui(ready, path, body, credential) {
  const headers = { 'content-type': 'application/json' };
  if (credential) headers.authorization = `Bearer ${credential}`;
  const answer = await fetch(`${ready.webui}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.json();
}

async function logIn({ ready, post }) {
  const wrong = await webui(ready, '/auth/login', { hash: sha256('wrong.napcat') });
  assert.deepEqual(wrong, { code: -1, message: 'token is invalid' });
  const login = await webui(ready, '/auth/login', { hash: sha256(`${ready.webuiToken}.napcat`) });
  assert.equal(login.code, 0);
  const status = () => webui(ready, '/QQLogin/CheckLoginStatus', {}, login.data.Credential);
  const before = await status();
  assert.equal(before.data.isLogin, false);
  assert.match(before.data.qrcodeurl, /^https:\/\/txz\.qq\.com\//);
  assert.equal((await post('/qr/confirm')).ok, true);
  assert.equal((await status()).data.isLogin, true);
}

function dial(ready, accessToken) {
  return new NCWebsocket({ baseUrl: ready.onebotWs, accessToken, apiTimeout: 5000, reconnection: { enable: false } });
}

async function judgeCalls(simulator) {
  const client = dial(simulator.ready, simulator.ready.onebotToken);
  const greeted = new Promise((resolve) => client.on('meta_event.lifecycle.connect', resolve));
  await within(5000, 'connect', client.connect());
  assert.equal((await within(5000, 'lifecycle', greeted)).self_id, 10001);
  assert.deepEqual(await client.get_login_info(), { user_id: 10001, nickname: 'TestBot' });
  assert.equal((await client.get_version_info()).app_name, 'NapCat.Onebot');
  const groups = await client.get_group_list();
  assert.equal(groups.length, 20);
  assert.equal(groups[0].group_id, 30001);
  assert.deepEqual((await client.get_friend_list()).map((f) => f.user_id), [20001, 20002]);

  const picture = randomBytes(300_000);
  const text = await client.send_group_msg({ group_id: 30001, message: [Structs.text('hello, group')] });
  const image = await client.send_private_msg({
    user_id: 20002,
    message: [Structs.image(`base64://${picture.toString('base64')}`)],
  });
  const ledger = await simulator.get('/ledger');
  assert.equal(ledger.length, 2);
  assert.equal(ledger[0].messageId, text.message_id);
  assert.deepEqual(ledger[0].target, { kind: 'group', id: '30001' });
  assert.equal(ledger[0].text, 'hello, group');
  assert.equal(ledger[1].messageId, image.message_id);
  assert.deepEqual(ledger[1].target, { kind: 'friend', id: '20002' });
  assert.deepEqual(ledger[1].pictureSha256, [sha256(picture)]);

  const kept = await client.get_msg({ message_id: text.message_id });
  assert.equal(kept.message[0].data.text, 'hello, group');
  await assert.rejects(client.send_group_msg({ group_id: 39999, message: [Structs.text('x')] }), { retcode: 1200 });
  await client.disconnect();
}

async function judgeRefusal({ ready }) {
  const client = dial(ready, 'not-the-token');
  const refused = new Promise((resolve) => client.on('socket.error', resolve));
  const closed = new Promise((resolve) => client.on('socket.close', resolve));
  await within(5000, 'connect', client.connect());
  const error = await within(5000, 'refusal', refused);
  assert.equal(error.error_type, 'response_error');
  assert.equal(error.info.errno, 1403);
  assert.equal((await within(5000, 'close', closed)).code, 1005);
}

export async function judgeNapCat(binary) {
  const simulator = await startSimulator(binary, '--kind', 'napcat');
  try {
    await logIn(simulator);
    await judgeCalls(simulator);
    await judgeRefusal(simulator);
  } finally {
    await simulator.stop();
  }
}
