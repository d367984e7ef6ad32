import { buffer } from 'node:stream/consumers';
import { messageOf } from '../../errors';
import type { Hooks } from '../../hooks';
import { withHops } from '../../hops';
import type { ParsedMail } from '../../mail';
import type { MimeWorker, ReadMail } from '../../mime-worker';
import { discardParts, parseMail, readHead } from '../../parse';
import { newDocumentId, type ChunkStore } from '../../storage';
import { newcomerOf, type Attachments } from '../../threads';
import type { ActionResult, Delivery } from '../deliver';
import { envelopeOf, type FactFinder, type Gathered } from '../facts';
import type { HeldMail } from '../types';
import { firstBytes, type JournalRow, type JournalStates, type Outcome } from '../journal';
import { referencedIds, route, type Action, type Decision } from '../route';
import type { InboundRouteContext, InboundSteps } from '../steps';
import { findAnswerAddress, withAnswersTo } from './find-answer-address';
import { ended, summary } from './outcome';

/** How long a mail waits for one that it refers to and that is not through yet. */
const WAIT_FOR_PARENT_MINUTES = 10;

/** Bytes of the largest mail that is read as a whole, beside the main thread. */
const SMALL = 2 * 1024 * 1024;

/** The mail depends on another one that is still on its way. */
export const WAIT = Symbol('wait for the mail that this one depends on');

export interface WayOptions {
  states: JournalStates;
  chunks: ChunkStore;
  hooks: Hooks<InboundSteps>;
  delivery: Delivery;
  attachments: Pick<Attachments, 'keeps'>;
  mime: Pick<MimeWorker, 'isBeside' | 'read' | 'bodies'>;
}

/** The other mails that are taken through with this one. */
export interface Others {
  /** Digests of the senders of the mails before this one that are not through yet. */
  ahead: readonly string[];
  /** Waits until the others have come as far. */
  meet(): Promise<void>;
}

/** The way of one mail from its bytes to what became of it. */
export interface Way {
  /**
   * Reads the mail.
   * @param held where it is at hand; null: it comes from the store.
   * @returns an outcome when there is nothing to be read.
   */
  read(row: JournalRow, held: HeldMail | null): Promise<ReadMail | Outcome | typeof WAIT>;
  /** Decides and delivers. */
  go(row: JournalRow, read: ReadMail, finder: FactFinder, others: Others): Promise<Outcome | typeof WAIT>;
  /** Removes attachments that reading put aside and that no message keeps. */
  tidy(mail: ParsedMail): Promise<void>;
}

/** Whom an editor lets in gets the answers, as who begins a thread does; a note stays among colleagues. */
const makesFollow = (action: Action): boolean =>
  action.type === 'create' || (action.type === 'append' && action.proof === 'accepted' && !action.isNote);

/** @see Way */
export const createWay = ({ states, chunks, hooks, delivery, attachments, mime }: WayOptions): Way => {
  const waitsFor = (messageIds: readonly string[], row: JournalRow): Promise<boolean> =>
    states.waitsFor(messageIds, row.documentId, WAIT_FOR_PARENT_MINUTES);

  /** Null for one that is read piece by piece. */
  const smallMail = async ({ documentId, size }: JournalRow): Promise<ReadMail | null> =>
    Number(size) <= SMALL ? mime.read(await buffer(chunks.read(documentId))) : null;

  const readFromStore = async (documentId: string): Promise<ReadMail> => {
    const mail = await parseMail(chunks.read(documentId), { chunks, newOwner: newDocumentId });
    return { mail, bodies: await mime.bodies(mail) };
  };

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
    { mail, bodies }: ReadMail,
    meet: Others['meet'],
    gathered: Gathered,
    { lookups }: FactFinder,
    decision: Decision
  ): Promise<ActionResult[]> => {
    const chosen = decision.actions
      .flatMap((action) => (action.type === 'create' && action.aliasId !== null ? [action.aliasId] : []))
      .filter((id) => !gathered.aliases.has(id));
    const found = (await lookups.aliases(chosen)).map((alias) => [alias.documentId, alias] as const);
    const { answerAddress, correspondent } = await findAnswerAddress(mail, lookups);
    const isFollowed = decision.actions.some(makesFollow);
    const mailInDelivery = {
      inboundId: row.documentId,
      mail,
      receivedAt: new Date(row.receivedAt),
      quiet: row.quiet === true,
      isAutoReply: gathered.facts.automatic === 'auto-replied',
      ...bodies,
      answerAddress,
      unvouched: gathered.facts.sender.unvouched,
      follower:
        isFollowed && correspondent
          ? newcomerOf(correspondent, await lookups.owner(correspondent.address))
          : null,
      ...gathered,
      aliases: new Map([...gathered.aliases, ...found]),
      holders: lookups.holders,
      meet,
    };
    const results: ActionResult[] = [];
    await withHops(gathered.facts.own?.hops ?? 0, async () => {
      for (const action of decision.actions) results.push(await delivery.perform(action, mailInDelivery));
    });
    return results;
  };

  return {
    async read(row, held) {
      if (!row.rawStored) return ended('failed', 'raw_missing');
      if (held === null) {
        // Asked of the headers alone: a mail that waits is looked at every few seconds.
        const { head } = readHead(await firstBytes(chunks.read(row.documentId)));
        if (await waitsFor(referencedIds(head), row)) return WAIT;
      }
      const read = (await (held?.read() ?? smallMail(row))) ?? (await readFromStore(row.documentId));
      const { mail } = read;
      if (mail.size === Number(row.size)) return read;
      // An import that carried the row without its bytes, or half of them.
      await discardParts(mail, chunks);
      return ended('failed', 'raw_missing');
    },

    async go(row, read, finder, { ahead, meet }) {
      const { mail } = read;
      if (await waitsFor(referencedIds(mail), row)) return WAIT;
      const gathered = await finder.gather(mail, row, ahead);
      if (gathered === null) return WAIT;
      const decision = await decide(row, mail, gathered);
      const outcome =
        'actions' in decision
          ? summary(
              mail,
              await withAnswersTo(decision, mail, finder.lookups),
              await deliverAll(row, read, meet, gathered, finder, decision)
            )
          : decision;
      const { messageId, contentKey, subject } = mail;
      return { ...outcome, messageId, contentKey, subject, from: mail.from[0] ?? null };
    },

    async tidy(mail) {
      const unused = [];
      for (const attachment of mail.attachments) {
        const { content } = attachment;
        if (content.kind === 'stored' && !(await attachments.keeps(content.owner))) unused.push(attachment);
      }
      await discardParts({ attachments: unused }, chunks);
    },
  };
};
