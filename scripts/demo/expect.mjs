import { setTimeout as sleep } from 'node:timers/promises';
import { duration, say } from '../lib/log.mjs';

/** A step of the proof whose outcome is not the expected one. */
export class Unmet extends Error {
  constructor(what, expected, came) {
    super(`${what}\n    expected: ${shown(expected)}\n    came:     ${shown(came)}`);
    this.name = 'Unmet';
  }
}

/** Fails unless `came` is exactly `expected`, or matches it where that is a regular expression. */
export function expect(what, expected, came) {
  const met = expected instanceof RegExp ? expected.test(String(came)) : Object.is(expected, came);
  if (!met) throw new Unmet(what, expected, came);
}

/**
 * Asks again until `look` answers something other than null or undefined.
 *
 * @param {string} what what is waited for, for the message
 * @param {() => Promise<unknown>} look
 * @param {{ limit?: number, evidence?: () => Promise<unknown> }} [options] milliseconds to wait; `evidence` is shown when
 *   the time is up
 */
export async function eventually(what, look, { limit = 30_000, evidence = async () => 'nothing' } = {}) {
  const until = Date.now() + limit;
  do {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    await sleep(150);
  } while (Date.now() < until);
  throw new Unmet(`${what}, within ${duration(limit)}`, what, await evidence());
}

/** Runs one step and says how long it took. `text` may be a function of the step's outcome. */
export async function step(text, work) {
  const begun = Date.now();
  const outcome = await work();
  say(`${text} (${duration(Date.now() - begun)})`);
  return outcome;
}

function shown(value) {
  if (value instanceof RegExp) return `something like ${value}`;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
