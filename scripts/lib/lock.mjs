import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './log.mjs';
import { locks } from './paths.mjs';

// What this process or the script that started it holds; a child must not wait for its own parent.
const HELD = 'MAIL_GATEWAY_LOCKS_HELD';
const held = new Set((process.env[HELD] ?? '').split(',').filter(Boolean));

/**
 * Runs `work` while no other script of this checkout is in the same step: two builds at once would empty each other's
 * output. The lock of a process that is gone is taken over.
 */
export async function withLock(name, work) {
  if (held.has(name)) return work();
  const file = path.join(locks, name);
  fs.mkdirSync(locks, { recursive: true });
  for (let waiting = false; !take(file); waiting = true) {
    if (!waiting) say(`another script is busy with "${name}", waiting for it`);
    await sleep(500);
  }
  mark(() => held.add(name));
  const release = () => fs.rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    mark(() => held.delete(name));
    process.removeListener('exit', release);
    release();
  }
}

function mark(change) {
  change();
  process.env[HELD] = [...held].join(',');
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(readIfThere(file));
  if (!owner || !alive(owner)) fs.rmSync(file, { force: true });
  return false;
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Whether a process with this id runs on this machine. */
export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
