import type { Addresses } from '../addresses';
import { messageOf } from '../errors';
import type { Hooks } from '../hooks';
import { withHops } from '../hops';
import type { ParsedMail } from '../mail';
import { newDocumentId, type ChunkStore } from '../storage';
import type { Attachments } from '../threads';
import type { ActionResult, Delivery } from './deliver';
import { envelopeOf, type FactFinder, type Gathered } from './facts';
import { firstBytes, type Claim, type JournalRow, type JournalStates, type Outcome } from './journal';
import { discardParts, parseMail, readHead } from './parse';
import { readForDelivery } from './reading';
import { explain, overallState, referencedIds, route, type Decision, type FinalReason } from './route';
import type { InboundRouteContext, InboundSteps } from './steps';
import type { InboundProcessor } from './types';

/** A mail is tried this often by itself; then a person has to look at it. */
const ATTEMPTS = 6;
const MINUTE = 60_000;
const RENEW_MS = 20_000;

/** How long a mail waits for one that it refers to and that is not through yet. */
const WAIT_FOR_PARENT_MINUTES = 10;
const LOOK_AGAIN_MS = 15_000;

/** Growing pauses between attempts: 1, 4, 9, 16, 25 minutes. */
const retryAt = (attempts: number): Date => new Date(Date.now() + attempts ** 2 * MINUTE);

/** The mail refers to another that is still on its way. */
const WAIT = Symbol('wait for the mail that this one refers to');

const ended = (state: Outcome['state'], reason: FinalReason, details = {}): Outcome => ({
  state,
  reason,
  explanation: explain(reason, details),
});

export interface ProcessorOptions {
  states: JournalStates;
  chunks: ChunkStore;
  hooks: Hooks<InboundSteps>;
  facts: FactFinder;
  addresses: Addresses;
  delivery: Delivery;
  attachments: Pick<Attachments, 'keeps'>;
}

/**
 * Takes a stored mail through parse, route and deliver to its final state. A crash anywhere leaves it `received`; the
 * next pass resumes with the actions that have no effect yet.
 */
export const createProcessor = ({
  states,
  chunks,
  hooks,
  facts,
  addresses,
  delivery,
  attachments,
}: ProcessorOptions): InboundProcessor => {
  /** The decision, inside its hooks; an outcome when a hook failed or left the step out. */
  const decide = async (
    row: JournalRow,
    mail: ParsedMail,
    gathered: Gathered
  ): Promise<Decision | Outcome> => {
    const step = 'inbound.route';
    const context: InboundRouteContext = {
      inboundId: row.documentId,
      mail,
      envelope: envelopeOf(row),
      decision: null,
    };
    try {
      await hooks.run(step, context, () => {
        context.decision = route(gathered.facts);
        return Promise.resolve();
      });
    } catch (error) {
      return ended('failed', 'hook_failed', { step, message: messageOf(error) });
    }
    return context.decision ?? ended('ignored', 'hook_stopped', { step });
  };

  const deliverAll = async (
    row: JournalRow,
    mail: ParsedMail,
    gathered: Gathered,
    decision: Decision
  ): Promise<ActionResult[]> => {
    const chosen = decision.actions
      .flatMap((action) => (action.type === 'create' && action.aliasId !== null ? [action.aliasId] : []))
      .filter((id) => !gathered.aliases.has(id));
    const found = (await facts.aliases(chosen)).map((alias) => [alias.documentId, alias] as const);
    const mailInDelivery = {
      inboundId: row.documentId,
      mail,
      receivedAt: new Date(row.receivedAt),
      ...(await readForDelivery(mail, addresses)),
      ...gathered,
      aliases: new Map([...gathered.aliases, ...found]),
    };
    const results: ActionResult[] = [];
    await withHops(gathered.facts.own?.hops ?? 0, async () => {
      for (const action of decision.actions) results.push(await delivery.perform(action, mailInDelivery));
    });
    return results;
  };

  const summary = (mail: ParsedMail, decision: Decision, results: ActionResult[]): Outcome => {
    const parts = [
      ...results,
      ...decision.held.map((held) => ({ ...held, explanation: explain(held.reason, held.details) })),
      ...(decision.outcome
        ? [{ ...decision.outcome, explanation: explain(decision.outcome.reason, decision.outcome.details) }]
        : []),
    ];
    const whole = overallState(parts);
    if (!whole) throw new Error('The decision has neither an action nor an outcome.');
    const made = results.find((result) => result.entryDocumentId !== null);
    const reused = results.some((result) => result.messageIdReused) ? ['message_id_reused'] : [];
    return {
      state: whole.state,
      reason: whole.reason,
      explanation: whole.explanation,
      route: decision,
      results,
      flags: [...decision.flags, ...mail.warnings, ...reused],
      contentType: made?.contentType ?? null,
      entryDocumentId: made?.entryDocumentId ?? null,
      threadId: made?.threadId ?? null,
    };
  };

  /** Attachments that parsing put aside and that no message keeps. */
  const removeUnused = async (mail: ParsedMail): Promise<void> => {
    const unused = [];
    for (const attachment of mail.attachments) {
      const { content } = attachment;
      if (content.kind === 'stored' && !(await attachments.keeps(content.owner))) unused.push(attachment);
    }
    await discardParts({ attachments: unused }, chunks);
  };

  /** Asked of the headers alone: a mail that waits is looked at every few seconds. */
  const waitsForParent = async (row: JournalRow): Promise<boolean> => {
    const { head } = readHead(await firstBytes(chunks.read(row.documentId)));
    return states.waitsFor(referencedIds(head), row.documentId, WAIT_FOR_PARENT_MINUTES);
  };

  const handle = async (row: JournalRow): Promise<Outcome | typeof WAIT> => {
    if (!row.rawStored) return ended('failed', 'raw_missing');
    if (await waitsForParent(row)) return WAIT;
    const mail = await parseMail(chunks.read(row.documentId), { chunks, newOwner: newDocumentId });
    try {
      // An import that carried the row without its bytes, or half of them.
      if (mail.size !== Number(row.size)) return ended('failed', 'raw_missing');
      const gathered = await facts.gather(mail, row);
      const decision = await decide(row, mail, gathered);
      const outcome =
        'actions' in decision
          ? summary(mail, decision, await deliverAll(row, mail, gathered, decision))
          : decision;
      const { messageId, contentKey, subject } = mail;
      return { ...outcome, messageId, contentKey, subject, from: mail.from[0] ?? null };
    } finally {
      await removeUnused(mail);
    }
  };

  /** What may succeed on another day is tried again, a few times and at growing intervals. */
  const tryLater = (row: JournalRow, error: unknown): Outcome => {
    const attempts = row.attempts ?? 1;
    const message = messageOf(error);
    if (attempts >= ATTEMPTS) return ended('failed', 'attempts_exhausted', { attempts, message });
    // A person has nothing to do yet, and the sentence says so.
    return {
      ...ended('received', 'delivery_failed', { message, again: 1 }),
      nextAttemptAt: retryAt(attempts),
    };
  };

  const work = async (claim: Claim): Promise<Outcome | typeof WAIT> => {
    // A crash of the whole process counts as well: the attempt is counted when the mail is claimed.
    if ((claim.row.attempts ?? 0) > ATTEMPTS) return tryLater(claim.row, new Error('The process ended.'));
    try {
      return await handle(claim.row);
    } catch (error) {
      return tryLater(claim.row, error);
    }
  };

  return {
    async process(documentId) {
      const claim = await states.claim(documentId);
      if (!claim) return (await states.find(documentId))?.state ?? 'received';
      const heartbeat = setInterval(() => {
        // A lost claim shows when the state is written: nothing is, and the ledger keeps effects from happening twice.
        claim.renew().catch(() => false);
      }, RENEW_MS);
      heartbeat.unref();
      try {
        const outcome = await work(claim);
        if (outcome === WAIT) {
          await claim.postpone(new Date(Date.now() + LOOK_AGAIN_MS));
          return 'received';
        }
        const written = await claim.finish(outcome);
        return written ? outcome.state : ((await states.find(documentId))?.state ?? 'received');
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
};
