import { effectKey } from '../../parse';
import type { Threads } from '../../threads';
import type { Effect } from '../ledger';
import { applyMapping, placeImages, proposeMapping, type AppliedMapping } from '../mapping';
import type { MediaCopies } from '../media';
import type { Action, CreateAction } from '../route';
import type { Entries } from './entry';
import { PermanentFailure, validationProblem } from './failures';
import { prepareJoining, type Joining } from './join';
import { joinThread, makeEntry } from './make';
import type { OnceOnly } from './once';
import { resultOf } from './results';
import { NOTHING_MADE, reviveMade, type ActionResult, type Made, type MailInDelivery } from './types';

/** Makes the effects of actions. */
export interface Effects {
  /** The attribute values that the mapping gives. @throws PermanentFailure when the content type is gone. */
  map(action: CreateAction, delivery: MailInDelivery): AppliedMapping;
  /** @throws PermanentFailure when the site refuses the entry; anything else may succeed on another day. */
  create(
    action: CreateAction,
    delivery: MailInDelivery,
    applied: AppliedMapping,
    data: Record<string, unknown>
  ): Promise<ActionResult>;
  /** Appends to a thread, or records a report. */
  other(action: Exclude<Action, CreateAction>, delivery: MailInDelivery): Promise<ActionResult>;
}

const effectOf = (action: Action, { mail, inboundId, senderKey }: MailInDelivery): Effect => ({
  effectKey: effectKey(mail, action.target),
  contentKey: mail.contentKey,
  inboundId,
  target: action.target,
  senderKey,
});

const leftEmpty = (attribute: string): string =>
  `"${attribute}" is empty: another entry has this value already.`;

/** @see Effects */
export const createEffects = ({
  once,
  entries,
  threads,
  media,
}: {
  once: OnceOnly;
  entries: Entries;
  threads: Pick<Threads, 'start' | 'append' | 'find' | 'addresses' | 'followers' | 'notifications'>;
  media: MediaCopies;
}): Effects => {
  return {
    map(action, { aliases, mail, text, html, markdown, own, answerAddress, receivedAt }) {
      const alias = action.aliasId === null ? undefined : aliases.get(action.aliasId);
      if (action.aliasId !== null && !alias) {
        const rule = `there is no active alias ${action.aliasId}`;
        throw new PermanentFailure('mapping_failed', {
          contentType: action.contentType,
          attribute: 'alias',
          rule,
        });
      }
      const shape = entries.shapeOf(action.contentType);
      if (!shape) {
        const { contentType } = action;
        throw new PermanentFailure('content_type_missing', { contentType, alias: alias?.name });
      }
      const rules = {
        shape,
        mapping: alias?.mapping ?? proposeMapping(shape),
        defaults: alias?.defaults ?? {},
      };
      return applyMapping({
        ...rules,
        markdown,
        mail,
        text,
        html,
        own,
        answerAddress,
        receivedAt,
        entryStatus: alias?.entryStatus ?? 'draft',
        effectKey: effectKey(mail, action.target),
        inlineImages: true,
      });
    },

    async create(action, delivery, applied, data) {
      const effect = effectOf(action, delivery);
      const { mail, aliases, keepAttachments } = delivery;
      const { contentType } = action;
      const copies = await media.begin({
        effectKey: effect.effectKey,
        wanted: keepAttachments ? applied.media : [],
        attachments: mail.attachments,
      });
      let used: boolean | null = false;
      try {
        const related = await entries.relate(applied.relations);
        await delivery.meet();
        return await entries.withoutTaken(contentType, applied.unique, async (taken) => {
          const empty = Object.fromEntries(taken.map((attribute) => [attribute, null]));
          let latest: { made: Made; notes: string[] } | null = null;
          // Should the connection break at the commit, nobody knows.
          used = null;
          const outcome = await once.perform(effect, mail, delivery.holders, {
            async make(...within) {
              const { images, values, notes } = await copies.keep();
              const placed = placeImages(data, images, entries.shapeOf(contentType)?.attributes ?? {});
              const filled = { ...placed, ...related, ...values, ...empty };
              const made = await makeEntry(within, { entries, threads }, delivery, action, filled);
              latest = { made, notes };
              return made;
            },
            revive: reviveMade,
            alone: entries.pace.isSlow(contentType),
          });
          // The compiler does not see that the callback above assigned it.
          const now = latest as { made: Made; notes: string[] } | null;
          if (outcome.kind === 'copy' || now === null) used = false;
          // Otherwise an earlier attempt was committed after all, with these files or with others.
          else if (outcome.made === now.made) used = true;
          const notes = [
            ...applied.notes.map(({ message }) => message),
            ...(now?.notes ?? []),
            ...taken.map(leftEmpty),
          ];
          return resultOf(action, outcome, notes);
        });
      } catch (error) {
        const problem = validationProblem(error);
        if (problem === null) throw error;
        used = false;
        const alias = action.aliasId === null ? undefined : aliases.get(action.aliasId)?.name;
        throw new PermanentFailure('mapping_failed', { contentType, alias, ...problem });
      } finally {
        await copies.end(used);
      }
    },

    async other(action, delivery) {
      const joining: Joining | null =
        action.type === 'append' ? await prepareJoining({ threads }, delivery, action) : null;
      await delivery.meet();
      const outcome = await once.perform(effectOf(action, delivery), delivery.mail, delivery.holders, {
        make: async (...within) =>
          action.type === 'append' && joining
            ? joinThread(within, { threads }, delivery, action, joining)
            : NOTHING_MADE,
        revive: reviveMade,
        alone: false,
      });
      return resultOf(action, outcome, []);
    },
  };
};
