import { effectKey } from '../../parse';
import type { Threads } from '../../threads';
import type { Effect } from '../ledger';
import { applyMapping, placeImages, proposeMapping, type AppliedMapping } from '../mapping';
import type { MediaCopies } from '../media';
import type { Action, CreateAction } from '../route';
import type { Entries } from './entry';
import { PermanentFailure, validationProblem } from './failures';
import { joinThread, makeEntry } from './make';
import type { OnceOnly } from './once';
import { resultOf } from './results';
import { NOTHING_MADE, reviveMade, type ActionResult, type MailInDelivery } from './types';

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
  threads: Pick<Threads, 'start' | 'append'>;
  media: MediaCopies;
}): Effects => {
  /** What is looked up and uploaded before the transaction opens, joined with what the mail and the hooks gave. */
  const complete = async (
    effect: Effect,
    contentType: string,
    delivery: MailInDelivery,
    applied: AppliedMapping,
    data: Record<string, unknown>
  ): Promise<{ values: Record<string, unknown>; notes: string[] }> => {
    const { mail } = delivery;
    const copied = await media.copy({
      effectKey: effect.effectKey,
      wanted: delivery.keepAttachments ? applied.media : [],
      attachments: mail.attachments,
      uploaded: delivery.meet,
    });
    const values = {
      ...placeImages(data, copied.images, entries.shapeOf(contentType)?.attributes ?? {}),
      ...(await entries.relate(applied.relations)),
      ...copied.values,
    };
    return { values, notes: [...applied.notes, ...copied.notes] };
  };

  return {
    map(action, { aliases, mail, text, html, markdown, answerAddress, receivedAt }) {
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
        answerAddress,
        receivedAt,
        entryStatus: alias?.entryStatus ?? 'draft',
        effectKey: effectKey(mail, action.target),
        inlineImages: true,
      });
    },

    async create(action, delivery, applied, data) {
      const effect = effectOf(action, delivery);
      const { mail, aliases } = delivery;
      const { values, notes } = await complete(effect, action.contentType, delivery, applied, data);
      try {
        return await entries.withoutTaken(action.contentType, applied.unique, async (taken) => {
          const empty = Object.fromEntries(taken.map((attribute) => [attribute, null]));
          const filled = { ...values, ...empty };
          const outcome = await once.perform(effect, mail, delivery.holders, {
            make: (...within) => makeEntry(within, { entries, threads }, delivery, action, filled),
            revive: reviveMade,
            alone: entries.pace.isSlow(action.contentType),
          });
          return resultOf(action, outcome, [...notes, ...taken.map(leftEmpty)]);
        });
      } catch (error) {
        const problem = validationProblem(error);
        if (problem === null) throw error;
        const alias = action.aliasId === null ? undefined : aliases.get(action.aliasId)?.name;
        throw new PermanentFailure('mapping_failed', { contentType: action.contentType, alias, ...problem });
      }
    },

    async other(action, delivery) {
      await delivery.meet();
      const outcome = await once.perform(effectOf(action, delivery), delivery.mail, delivery.holders, {
        make: async (...within) =>
          action.type === 'append' ? joinThread(within, { threads }, delivery, action) : NOTHING_MADE,
        revive: reviveMade,
        alone: false,
      });
      return resultOf(action, outcome, []);
    },
  };
};
