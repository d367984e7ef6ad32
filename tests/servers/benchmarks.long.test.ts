import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hasDovecot } from '../support/dovecot';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');

/** As little as makes each of them do all that it does; what is measured means nothing. */
const TINY = ['--count', '5', '--rounds', '1', '--rows', '200', '--megabytes', '2'];

/** The figures by which each is judged, as its last line names them. */
const FIGURES = {
  ingest: ['ratio', 'ours', 'bare'],
  send: ['ratio', 'ours', 'bare'],
  growth: ['worst', 'ingest', 'reply', 'journal', 'scans'],
  latency: ['median', 'p99'],
  memory: ['imap', 'http', 'first', 'last'],
};

describe.skipIf(!hasDovecot())('the benchmarks, with a handful of mails', () => {
  test.each(Object.entries(FIGURES))(
    '%s does its work and says its figures in the last line',
    async (name, figures) => {
      const { stdout } = await run(process.execPath, ['scripts/bench.mjs', name, ...TINY], { cwd: ROOT });
      const [said, ...pairs] = stdout.trimEnd().split('\n').at(-1)!.split(' ');
      expect(said).toBe(name);
      const values = new Map(pairs.map((pair) => pair.split('=') as [string, string]));
      for (const figure of figures) expect(values.get(figure), figure).toMatch(/^-?\d/);

      const kept = JSON.parse(readFileSync(path.join(ROOT, `bench/results/${name}-sqlite.json`), 'utf8'));
      expect(kept).toMatchObject({ benchmark: name, figures: Object.fromEntries(values) });
    }
  );
});
