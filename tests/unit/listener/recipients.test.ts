import { expect, it } from 'vitest';
import { createRecipients } from '../../../server/src/inbound/recipients';

const recipients = createRecipients({
  addresses: {
    find: async (given) =>
      new Map(
        given
          .filter((address) => address === 'support@site.example')
          .map((address) => [address, { owner: 'a-1', kind: 'alias' as const }])
      ),
  },
  tokens: {
    readReplyKey: async (local) => (local.endsWith('-reply') ? { followerId: 'f-1', isNote: false } : null),
    readProbeKey: async (local) => (local.endsWith('-probe') ? 't-1' : null),
  },
});

it('a door takes mail for claimed addresses, reply keys and tests of the delimiter, whatever parts them', async () => {
  for (const address of [
    'support@site.example',
    'catchall-reply@site.example',
    'catchall-probe@site.example',
  ]) {
    expect(await recipients.anyOurs(['a@elsewhere.example', address]), address).toBe(true);
  }
  expect(await recipients.anyOurs(['catchall-other@site.example'])).toBe(false);
});
