import { describe, expect, test } from 'vitest';
import { createOutgoingServer } from '../../../contracts';
import { OUTGOING_PRESETS } from '../../../admin/src/presets/outgoing';
import en from '../../../admin/src/translations/en.json';

describe('presets of outgoing servers', () => {
  test.each(OUTGOING_PRESETS.map((preset) => [preset.id, preset] as const))(
    '%s: holds nothing that the server would refuse, and says what to do',
    (_id, { values, notes }) => {
      const filled = { name: 'Mine', host: 'mail.example.com', ...values };
      expect(createOutgoingServer.safeParse(filled)).toMatchObject({ success: true });
      expect(notes.length).toBeGreaterThan(0);
      expect(notes.filter((note) => !(note in en))).toEqual([]);
    }
  );

  test('have names of their own', () => {
    expect(new Set(OUTGOING_PRESETS.map(({ id }) => id)).size).toBe(OUTGOING_PRESETS.length);
  });
});

describe('choices of an outgoing server', () => {
  test.each(['encryption', 'authentication', 'envelopeSender'] as const)('%s: each has its text', (name) => {
    const values: readonly string[] = createOutgoingServer.shape[name].unwrap().options;
    expect(values.filter((value) => !(`outgoing.field.${name}.${value}` in en))).toEqual([]);
  });
});
