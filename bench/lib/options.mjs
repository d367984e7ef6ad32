import { parseArgs } from 'node:util';

const DATABASES = ['sqlite', 'postgres', 'mysql'];

const FLAGS = {
  database: { type: 'string', default: 'sqlite' },
  count: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  rows: { type: 'string' },
  megabytes: { type: 'string' },
  profile: { type: 'boolean', default: false },
};

/** A positive whole number. @throws Error naming the option */
function wholeNumber(name, text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`--${name} is "${text}"; expected a positive whole number.`);
  return Number(text);
}

/**
 * What the command line asks for.
 *
 * @param {string[]} args
 * @param {string[]} known names of benchmarks
 * @returns {{ names: string[], options: Options }}
 *
 * @typedef {object} Options
 * @property {string} database `sqlite`, `postgres` or `mysql`
 * @property {number} [count] how many mails a round has; each benchmark has a default of its own
 * @property {number} rounds measured rounds, after one that warms up
 * @property {number} [rows] of the journal before `growth` measures; the other tables follow in proportion
 * @property {number} [megabytes] of the one large mail of `memory`
 * @property {boolean} profile write CPU profiles of our side and count its statements
 */
export function parseArguments(args, known) {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark ${unknown.join(', ')}; there is ${known.join(', ')}.`);
  if (!DATABASES.includes(values.database)) {
    throw new Error(`--database is "${values.database}"; expected ${DATABASES.join(', ')}.`);
  }
  return {
    names: positionals.length > 0 ? positionals : known,
    options: {
      database: values.database,
      count: wholeNumber('count', values.count),
      rounds: wholeNumber('rounds', values.rounds),
      rows: wholeNumber('rows', values.rows),
      megabytes: wholeNumber('megabytes', values.megabytes),
      profile: values.profile,
    },
  };
}
