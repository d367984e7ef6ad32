import { describe, expect, test } from 'vitest';
import { createIncomingServer, createOutgoingServer } from '../../../contracts';
import { INCOMING_PRESETS } from '../../../admin/src/presets/incoming';
import { OUTGOING_PRESETS } from '../../../admin/src/presets/outgoing';
import en from '../../../admin/src/translations/en.json';

const hasText = (kind: string, name: string): boolean =>
  `${kind}.field.${name}` in en || `server.field.${name}` in en;

describe.each([
  ['outgoing', OUTGOING_PRESETS, createOutgoingServer],
  ['incoming', INCOMING_PRESETS, createIncomingServer],
] as const)('presets of %s servers', (_kind, presets, request) => {
  test.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s: holds nothing that the server would refuse, and says what to do',
    (_id, { values, notes }) => {
      const filled = { name: 'Mine', host: 'mail.example.com', username: 'site', ...values };
      expect(request.safeParse(filled)).toMatchObject({ success: true });
      expect(notes.length).toBeGreaterThan(0);
      expect(notes.filter((note) => !(note in en))).toEqual([]);
    }
  );

  test('have names of their own', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  });
});

describe('choices of an incoming server', () => {
  test.each(['encryption', 'afterFetch'] as const)('%s: each has its text', (name) => {
    const values: readonly string[] = createIncomingServer.shape[name].unwrap().options;
    expect(values.filter((value) => !hasText('incoming', `${name}.${value}`))).toEqual([]);
  });
});

describe('choices of an outgoing server', () => {
  test.each(['encryption', 'authentication', 'envelopeSender'] as const)('%s: each has its text', (name) => {
    const values: readonly string[] = createOutgoingServer.shape[name].unwrap().options;
    expect(values.filter((value) => !hasText('outgoing', `${name}.${value}`))).toEqual([]);
  });
});
