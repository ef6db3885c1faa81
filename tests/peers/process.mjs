// SPDX-License-Identifier: GPL-3.0-or-later
// Starts rookery-sim and speaks to its control API.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// As startSimulator, with the keys of a scenario.
export async function startScenario(binary, scenario, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-peers-'));
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario));
  try {
    return await startSimulator(binary, '--scenario', file, ...args); // read before the ready line
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function startSimulator(binary, ...args) {
  const child = spawn(binary, ['--with-parent', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    child.once('error', reject);
  });
  const get = async (path) => (await fetch(ready.control + path)).json();
  const post = async (path, body) =>
    (await fetch(ready.control + path, { method: 'POST', body: body ? JSON.stringify(body) : undefined })).json();
  const stop = () =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.stdin.end();
    });
  return { ready, get, post, stop };
}

export function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
