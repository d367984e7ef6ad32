import { setTimeout as sleep } from 'node:timers/promises';

const EVENT = 'mail-gateway.outbound.accepted';
const LIMIT = 300_000;

/**
 * Watches which mails a server has accepted, which is told after the row is written. To be called before they are sent.
 *
 * @returns {{ wait: (documentIds: string[]) => Promise<void> }} `wait`, once: until all of these outbound emails are
 */
export function watchAccepted(strapi) {
  const seen = new Set();
  let look = () => undefined;
  const unsubscribe = strapi.eventHub.on(EVENT, async ({ documentId }) => {
    seen.add(documentId);
    look();
  });

  return {
    async wait(documentIds) {
      const late = new AbortController();
      const limit = sleep(LIMIT, undefined, { signal: late.signal }).then(
        () => {
          const left = documentIds.filter((documentId) => !seen.has(documentId)).length;
          throw new Error(
            `${left} of ${documentIds.length} mails were not accepted within ${LIMIT / 1000} s.`
          );
        },
        () => undefined
      );
      const all = new Promise((resolve) => {
        look = () => {
          if (seen.size >= documentIds.length && documentIds.every((id) => seen.has(id))) resolve();
        };
      });
      look();
      await Promise.race([all, limit]).finally(unsubscribe);
      late.abort();
    },
  };
}
