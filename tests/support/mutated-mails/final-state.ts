import { receive } from '../gateway';
import type { Site } from '../site';

const FINAL = ['delivered', 'reported', 'rejected', 'ignored', 'unroutable', 'failed'];

/** Hands a mail to a real site. @throws Error when it does not end in a final state, with a reason that people can read. */
export const endsOn =
  (site: Site) =>
  async (raw: Buffer): Promise<void> => {
    // An empty body is no mail: the doors refuse it.
    if (raw.length === 0) return;
    const { state, reason, explanation } = await receive(site, raw, {
      recipients: ['support@site.example'],
      sender: null,
    });
    if (FINAL.includes(state) && reason && explanation.length > 10) return;
    throw new Error(`The mail ended as ${state} / ${reason}: ${explanation}`);
  };
