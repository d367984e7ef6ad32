import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStamp } from '../../../scripts/lib/stamps.mjs';

describe('a stamp of a build step', () => {
  let base: string;

  const put = (file: string, text: string) => {
    mkdirSync(join(base, file, '..'), { recursive: true });
    writeFileSync(join(base, file), text);
  };
  const stamp = (facts: string[] = []) =>
    createStamp(
      'step',
      { inputs: ['source'], outputs: ['out/index.js'], facts },
      { base, folder: join(base, 'stamps') }
    );

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'stamp-'));
    put('source/a.ts', 'one');
    const done = stamp().begin();
    put('out/index.js', 'built');
    done();
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is fresh after the step', () => expect(stamp().fresh()).toBe(true));

  it('is stale once a source has another content, or is renamed', () => {
    put('source/a.ts', 'two');
    expect(stamp().fresh()).toBe(false);
    put('source/a.ts', 'one');
    expect(stamp().fresh()).toBe(true);
    rmSync(join(base, 'source/a.ts'));
    put('source/b.ts', 'one');
    expect(stamp().fresh()).toBe(false);
  });

  it('does not mind times, which a checkout changes', () => {
    utimesSync(join(base, 'source/a.ts'), new Date(), new Date(Date.now() + 60_000));
    expect(stamp().fresh()).toBe(true);
  });

  it('is stale when an output is gone or another fact holds', () => {
    expect(stamp(['another Node']).fresh()).toBe(false);
    rmSync(join(base, 'out/index.js'));
    expect(stamp().fresh()).toBe(false);
  });

  it('is stale after a step that was interrupted', () => {
    stamp().begin();
    expect(stamp().fresh()).toBe(false);
  });

  it('is stale when a source changed while the step ran', () => {
    const done = stamp().begin();
    put('source/a.ts', 'changed meanwhile');
    done();
    expect(stamp().fresh()).toBe(false);
  });
});
