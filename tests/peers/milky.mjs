// SPDX-License-Identifier: GPL-3.0-or-later
// The Milky project's own schemas judge the simulated gateway: every answer and every event must fit.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zodApiCategories, zodCommonStructs } from '@saltify/milky-types';
import WebSocket from 'ws';
import { startSimulator, within } from './process.mjs';

const apis = Object.assign({}, ...Object.values(zodApiCategories).map((category) => category.apis));
// a PNG of one pixel
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// Segments nobody knows are forgiven by the schema and become "[unknown]"; here they are a fault.
function fit(schema, value, what) {
  const parsed = schema.parse(value);
  assert.ok(!JSON.stringify(parsed).includes('[unknown]'), `${what}: a segment the schema does not know`);
  return parsed;
}

async function raw(ready, path, { token = ready.webuiToken, type = 'application/json', body = '{}', method = 'POST' } = {}) {
  const headers = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (type) headers['content-type'] = type;
  return fetch(ready.webui + path, { method, headers, body: method === 'GET' ? undefined : body });
}

async function call(ready, name, params = {}) {
  if (apis[name].requestSchema) fit(apis[name].requestSchema, params, name);
  const answer = await raw(ready, `/api/${name}`, { body: JSON.stringify(params) });
  assert.equal(answer.status, 200, name);
  const envelope = await answer.json();
  assert.equal(envelope.status, envelope.retcode === 0 ? 'ok' : 'failed', name);
  if (envelope.retcode !== 0) {
    assert.equal(typeof envelope.message, 'string', name);
    return envelope;
  }
  assert.equal(typeof envelope.data, 'object', name);
  if (apis[name].responseSchema) fit(apis[name].responseSchema, envelope.data, name);
  else assert.deepEqual(envelope.data, {}, name);
  return envelope;
}

// Both ways for events; each gives a queue that checks what goes into it.
function judged(events) {
  return (text) => events.push(fit(zodCommonStructs.Event, JSON.parse(text), 'event'));
}

async function listenSocket(ready, events) {
  const socket = new WebSocket(`${ready.webui.replace('http', 'ws')}/event?access_token=${ready.webuiToken}`);
  const take = judged(events);
  socket.onmessage = (message) => take(message.data);
  await within(5000, 'event socket', new Promise((resolve) => (socket.onopen = resolve)));
  return socket;
}

async function listenStream(ready, events) {
  const abort = new AbortController();
  const answer = await fetch(`${ready.webui}/event`, {
    headers: { authorization: `Bearer ${ready.webuiToken}`, accept: 'text/event-stream' },
    signal: abort.signal,
  });
  assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
  const take = judged(events);
  (async () => {
    let left = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const frames = (left + chunk).split('\n\n');
      left = frames.pop();
      for (const frame of frames) {
        assert.match(frame, /^event: milky_event\n/);
        take(/^data: (.*)$/m.exec(frame)[1]);
      }
    }
  })().catch((error) => error.name === 'AbortError' || events.push({ event_type: 'broken', error }));
  return abort;
}

async function until(what, condition) {
  for (let i = 0; i < 100; ++i) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

async function judgeRefusals({ ready }, llbot) {
  assert.equal((await raw(ready, '/api/get_impl_info', { token: '' })).status, 401);
  assert.equal((await raw(ready, '/api/get_impl_info', { token: 'wrong' })).status, 401);
  assert.equal((await raw(ready, '/api/get_impl_info', { type: 'text/plain' })).status, 415);
  const unknown = await raw(ready, '/api/dance');
  assert.equal(unknown.status, 404);
  assert.equal(await unknown.text(), llbot ? '{"message":"API not found","retcode":404,"status":"failed"}' : '');
  assert.equal((await raw(ready, '/api/get_impl_info', { body: 'no json' })).status, 500);
  assert.equal((await raw(ready, '/event', { token: 'wrong', method: 'GET' })).status, 401);
  const socket = new WebSocket(`${ready.webui.replace('http', 'ws')}/event?access_token=wrong`);
  socket.onerror = () => {}; // a close follows
  const closed = await within(5000, 'refusal', new Promise((resolve) => (socket.onclose = resolve)));
  assert.equal(closed.code, llbot ? 1008 : 1006);
}

async function judgeCalls(simulator) {
  const { ready, get } = simulator;
  assert.deepEqual((await call(ready, 'get_login_info')).data, { uin: 10001, nickname: 'TestBot' });
  await call(ready, 'get_impl_info');
  assert.equal((await call(ready, 'get_group_list', { no_cache: true })).data.groups.length, 20);
  assert.equal((await call(ready, 'get_friend_list')).data.friends.length, 2);
  await call(ready, 'get_group_info', { group_id: 30001 });
  await call(ready, 'get_friend_info', { user_id: 20001 });
  await call(ready, 'get_group_member_list', { group_id: 30001 });

  const picture = randomBytes(300_000);
  const message = [
    { type: 'mention_all', data: {} },
    { type: 'mention', data: { user_id: 20002 } },
    { type: 'text', data: { text: 'hello' } },
    { type: 'face', data: { face_id: '14' } },
    { type: 'image', data: { uri: `base64://${picture.toString('base64')}`, summary: 's' } },
  ];
  const group = await call(ready, 'send_group_message', { group_id: 30001, message });
  const direct = await call(ready, 'send_private_message', { user_id: 20002, message: message.slice(2, 3) });
  const ledger = (await get('/ledger')).slice(-2);
  assert.deepEqual(ledger[0].pictureSha256, [sha256(picture)]);
  assert.equal(ledger[0].messageId, group.data.message_seq);
  assert.deepEqual(ledger[1].target, { kind: 'friend', id: '20002' });

  const key = { message_scene: 'group', peer_id: 30001, message_seq: group.data.message_seq };
  const kept = (await call(ready, 'get_message', key)).data.message;
  assert.deepEqual(kept.segments.map((segment) => segment.type), ['mention_all', 'mention', 'text', 'face', 'image']);
  const link = await call(ready, 'get_resource_temp_url', { resource_id: kept.segments[4].data.resource_id });
  assert.equal((await fetch(link.data.url)).headers.get('content-type'), 'image/png');
  const history = await call(ready, 'get_history_messages', { message_scene: 'friend', peer_id: 20002, limit: 20 });
  assert.equal(history.data.messages.at(-1).message_seq, direct.data.message_seq);
  await call(ready, 'recall_group_message', { group_id: 30001, message_seq: group.data.message_seq });
  assert.equal((await call(ready, 'get_message', key)).retcode, -404);
}

async function judgeEvents(simulator, echoed) {
  const { ready, post } = simulator;
  const [overSocket, overStream] = [[], []];
  const socket = await listenSocket(ready, overSocket);
  const stream = await listenStream(ready, overStream);
  // traffic brings texts and, each fifth time, a picture; own messages are reported where that is set
  const own = await call(ready, 'send_group_message', { group_id: 30002, message: [{ type: 'text', data: { text: 'own' } }] });
  await until('events', () => overSocket.length >= 8 && overStream.length >= 8);
  const mine = overSocket.filter((event) => event.data.sender_id === 10001).map((event) => event.data.message_seq);
  assert.deepEqual(mine, echoed ? [own.data.message_seq] : []);
  await post('/kick');
  await until('bot_offline', () => [overSocket, overStream].every((events) => events.at(-1).event_type === 'bot_offline'));
  assert.notEqual((await call(ready, 'get_group_list')).retcode, 0);
  socket.close();
  stream.abort();
}

// An unreadable picture beside a text: one gateway drops it and says ok, the other fails and sends nothing.
async function judgeLostPicture({ ready, get }, llbot) {
  const before = (await get('/ledger')).length;
  const message = [
    { type: 'text', data: { text: 'alone' } },
    { type: 'image', data: { uri: 'file:///no/such/picture.png' } },
  ];
  const answer = await raw(ready, '/api/send_group_message', { body: JSON.stringify({ group_id: 30003, message }) });
  assert.equal(answer.status, llbot ? 200 : 500);
  const ledger = await get('/ledger');
  assert.equal(ledger.length, llbot ? before + 1 : before);
  if (llbot) assert.deepEqual(ledger.at(-1).pictureSha256, []);
}

// Our own client, if it was built: every call it makes must fit as well.
async function judgeOurRequests(simulator, binary, folder, echoed) {
  const program = join(dirname(binary), 'rookeryctl');
  if (!existsSync(program)) return;
  const { ready, get } = simulator;
  const env = { ...process.env, ROOKERY_SECRET_ONE: ready.webuiToken };
  const run = (...args) =>
    new Promise((resolve, reject) => {
      const all = ['--profile', join(folder, 'profile'), '--json', ...args];
      const child = execFile(program, all, { env, timeout: 60000 }, (error, out, errors) =>
        error ? reject(new Error(out + errors)) : resolve(out),
      );
      child.stdin.end(`${ready.webuiToken}\n`);
    });
  const picture = join(folder, 'picture.png');
  writeFileSync(picture, Buffer.from(onePixel, 'base64'));
  await run('gateway', 'add', 'one', '--kind', 'milky', '--url', ready.webui, '--token-stdin');
  await run('gateway', 'test', 'one');
  await run('broadcast', '--text', 'judged', '--image', picture, '--to', 'group:30004,friend:20001', '--pace', 'none');
  const { requests } = await get('/state');
  const names = new Set();
  for (const { api, params } of requests) {
    names.add(api);
    assert.ok(apis[api], api);
    if (apis[api].requestSchema) fit(apis[api].requestSchema.strict(), params, api);
    else assert.deepEqual(params, {}, api);
  }
  const expected = ['get_impl_info', 'get_login_info', 'get_group_list', 'send_group_message', 'send_private_message'];
  if (!echoed) expected.push('get_message'); // where own messages are not pushed they are read back
  for (const name of expected) assert.ok(names.has(name), `${name} was never asked`);
}

async function judgeDialect(binary, dialect) {
  const llbot = dialect === 'llbot';
  const folder = mkdtempSync(join(tmpdir(), 'rookery-peers-'));
  const scenario = join(folder, 'scenario.json');
  writeFileSync(scenario, JSON.stringify({ dialect, loggedIn: true, traffic: 20, reportSelfMessage: llbot, prefix: '/m' }));
  const simulator = await startSimulator(binary, '--kind', 'milky', '--scenario', scenario);
  try {
    await judgeOurRequests(simulator, binary, folder, llbot);
    await judgeRefusals(simulator, llbot);
    await judgeCalls(simulator);
    await judgeLostPicture(simulator, llbot);
    await judgeEvents(simulator, llbot);
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true });
  }
}

export async function judgeMilky(binary) {
  await judgeDialect(binary, 'lagrange');
  await judgeDialect(binary, 'llbot');
}
