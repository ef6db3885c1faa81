// SPDX-License-Identifier: GPL-3.0-or-later
// node-napcat-ts judges every OneBot 11 dialect: a client written against NapCat must get along with each, as far
// as they keep to the standard.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { NCWebsocket, Structs } from 'node-napcat-ts';
import { startScenario, within } from './process.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const apps = { llbot: 'LLOneBot', lagrange: 'Lagrange.OneBot', onebot11: 'strict-onebot' };
const refusals = { llbot: 1200, lagrange: 120, onebot11: 103 };

const dial = (ready, accessToken) =>
  new NCWebsocket({ baseUrl: ready.onebotWs, accessToken, apiTimeout: 5000, reconnection: { enable: false } });

async function judgeCalls(simulator, kind) {
  const client = dial(simulator.ready, simulator.ready.onebotToken);
  const greeted = new Promise((resolve) => client.on('meta_event.lifecycle.connect', resolve));
  await within(5000, 'connect', client.connect());
  assert.equal((await within(5000, 'lifecycle', greeted)).self_id, 10001);
  assert.deepEqual(await client.get_login_info(), { user_id: 10001, nickname: 'TestBot' });
  assert.equal((await client.get_version_info()).app_name, apps[kind]);
  assert.equal((await client.get_status()).online, true);
  assert.equal((await client.get_group_list()).length, 20);
  assert.deepEqual((await client.get_friend_list()).map((one) => one.user_id), [20001, 20002]);

  const picture = randomBytes(300_000);
  const text = await client.send_group_msg({ group_id: 30001, message: [Structs.text('hello, group')] });
  const image = await client.send_private_msg({
    user_id: 20002,
    message: [Structs.image(`base64://${picture.toString('base64')}`)],
  });
  const ledger = await simulator.get('/ledger');
  assert.equal(ledger.length, 2);
  assert.equal(ledger[0].messageId, text.message_id);
  assert.equal(ledger[0].text, 'hello, group');
  assert.equal(ledger[1].messageId, image.message_id);
  assert.deepEqual(ledger[1].pictureSha256, [sha256(picture)]);
  const kept = await client.get_msg({ message_id: text.message_id });
  assert.equal(kept.message[0].data.text, 'hello, group');
  await assert.rejects(client.send_group_msg({ group_id: 39999, message: [Structs.text('x')] }), {
    retcode: refusals[kind],
  });

  const received = new Promise((resolve) => client.once('message', resolve));
  const event = await within(5000, 'a message', received);
  assert.equal(event.self_id, 10001);
  assert.ok(event.message.length > 0);
  await client.disconnect();
}

// LLBot opens, tells (without an echo, so this client takes it for an event it does not know), and closes; the others
// refuse the upgrade.
async function judgeRefusal({ ready }, kind) {
  const client = dial(ready, 'not-the-token');
  let refused = false;
  client.on('socket.error', (error) => (refused = error.error_type === 'connect_error'));
  const closed = new Promise((resolve) => client.on('socket.close', resolve));
  client.connect();
  const close = await within(5000, 'close', closed);
  assert.equal(refused, kind !== 'llbot');
  assert.equal(close.code, kind === 'llbot' ? 1008 : 1006);
}

export const judgeOneBot = (kind) => async (binary) => {
  const simulator = await startScenario(binary, { loggedIn: true, traffic: 5 }, '--kind', kind);
  try {
    await judgeCalls(simulator, kind);
    await judgeRefusal(simulator, kind);
  } finally {
    await simulator.stop();
  }
};
