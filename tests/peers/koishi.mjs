// SPDX-License-Identifier: GPL-3.0-or-later
// Koishi's OneBot adapter judges every OneBot 11 dialect, dialling it and being dialled: a bot that answers what it
// hears, written by people who never saw this simulator.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { startScenario, within } from './process.mjs';

// its parts find each other only as CommonJS
const require = createRequire(import.meta.url);
const { HTTP } = require('@koishijs/plugin-http');
const { default: Server } = require('@koishijs/plugin-server');
const { Context, Logger } = require('koishi');
const { default: OneBot } = require('koishi-plugin-adapter-onebot');

Logger.levels.base = Logger.SILENT;

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

// Answers the first message it hears and tells about it.
function answering(app) {
  return new Promise((resolve, reject) => {
    app.on('message', (session) => {
      session.send(`heard: ${session.messageId}`).then((ids) => resolve({ session, ids }), reject);
    });
  });
}

async function judgeBot(app, simulator, connect) {
  const answered = answering(app);
  await app.start();
  await connect();
  const { session, ids } = await within(10_000, 'a message and its answer', answered);
  assert.equal(session.selfId, '10001');
  assert.equal(session.platform, 'onebot');
  assert.ok(session.content.length > 0);
  assert.equal(app.bots[0].user.name, 'TestBot');
  const entry = (await simulator.get('/ledger')).find((one) => String(one.messageId) === ids[0]);
  assert.ok(entry, 'the answer is in the ledger');
  assert.equal(entry.text, `heard: ${session.messageId}`);
  const target = session.isDirect ? { kind: 'friend', id: session.userId } : { kind: 'group', id: session.guildId };
  assert.deepEqual(entry.target, target);
  const groups = await app.bots[0].getGuildList();
  assert.equal(groups.data.length, 20);
  assert.equal(groups.data[0].id, '30001');
}

function withApp(kind, judge) {
  return async (binary) => {
    const simulator = await startScenario(binary, { loggedIn: true, traffic: 5 }, '--kind', kind);
    const app = new Context();
    try {
      app.plugin(HTTP);
      await judge(app, simulator);
    } finally {
      app.registry.delete(OneBot); // the rest of Koishi ends with the program: it does not like being stopped
      await simulator.stop();
    }
  };
}

// Koishi dials the gateway.
export const judgeKoishiDialling = (kind) =>
  withApp(kind, async (app, simulator) => {
    app.plugin(OneBot, {
      protocol: 'ws',
      selfId: '10001',
      endpoint: simulator.ready.onebotWs,
      token: simulator.ready.onebotToken,
      responseTimeout: 5000,
      retryTimes: 0,
      retryInterval: 1000,
      retryLazy: 1000,
    });
    await judgeBot(app, simulator, async () => {});
  });

// The gateway dials Koishi.
export const judgeKoishiDialled = (kind) =>
  withApp(kind, async (app, simulator) => {
    const port = await freePort();
    app.plugin(Server, { host: '127.0.0.1', port, maxPort: port });
    app.plugin(OneBot, { protocol: 'ws-reverse', selfId: '10001', path: '/onebot', responseTimeout: 5000 });
    await judgeBot(app, simulator, async () => {
      const asked = await simulator.post('/dial', { url: `ws://127.0.0.1:${port}/onebot`, token: 'any' });
      assert.equal(asked.ok, true);
    });
  });
