import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT = 300_000;
const PAUSE = 250;

/**
 * A client of the raw HTTP door (`POST /api/mail-gateway/inbound/raw`).
 *
 * @param {import('./site.mjs').BenchSite} site
 * @param {string} name of the API token that is made for it
 * @returns {Promise<{ store: (raw: Buffer, recipient: string) => Promise<Outcome>, deliver: (raw: Buffer, recipient: string)
 *   => Promise<Outcome> }>} `deliver` waits for the final state, also where the door does not
 *
 * @typedef {{ documentId: string, state: string }} Outcome
 */
export async function openRawDoor({ url, admin }, name) {
  const { data } = await admin.post('/admin/api-tokens', {
    ...{ name, description: '', type: 'full-access', lifespan: null },
  });
  const headers = { authorization: `Bearer ${data.accessKey}` };

  async function ask(path, init = {}) {
    const answer = await fetch(`${url}/api/mail-gateway/inbound/${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
    if (!answer.ok) throw new Error(`The raw door answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()).data;
  }

  const store = (raw, recipient) =>
    ask(`raw?recipient=${encodeURIComponent(recipient)}`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: raw,
    });

  return {
    store,

    async deliver(raw, recipient) {
      let outcome = await store(raw, recipient);
      for (const until = Date.now() + LIMIT; outcome.state === 'received'; await sleep(PAUSE)) {
        if (Date.now() > until) throw new Error(`The mail ${outcome.documentId} waits for ever.`);
        outcome = await ask(outcome.documentId);
      }
      return outcome;
    },
  };
}
