import type { OutboundExplanation } from '../../../contracts';
import { messageOf } from '../errors';
import { reached } from '../moments';
import { OWN_MAIL_HEADER } from '../tokens';
import type { ClaimedRow } from './claimed-row';
import { classifyFailure } from './classify';
import { complete } from './complete';
import { composeMessage, messageOptions, type ComposedAttachment, type MessageIdentity } from './compose';
import type { LoadedContent } from './contents';
import type { OutboundDependencies, OutboundSendContext } from './dependencies';
import { explain, explainProblem } from './explain';
import { accepted, failed, failedHere, locked, uncertain, type RowChange } from './outcome';
import { planAfterRefusedSender, planSending, type Plan } from './plan';
import type { SealedAttachments } from './sealed-attachments';
import type { Mark, SendingColumns, SendingWrites } from './sending-writes';
import type { ServerFault, StoredServer } from './servers';
import type { OutboundSettings } from './settings';
import { markBeforeEnd } from './transport/marked-message';
import { CLOSED, type Delivery } from './transport/pool';
import { renderAhead } from './transport/render';
import type { Transports } from './transport/transports';
import type { Failure, OutboundContent } from './types';

/** What one sending came to: the row's change, and what it says about a server. */
export interface Sent {
  change: RowChange;
  sending: SendingColumns | null;
  /** Servers that were tried, with the fault of their own where it was theirs. */
  servers: { server: StoredServer; fault: ServerFault | null }[];
}

/** Servers and parameters as they stand while a batch is sent. */
export interface Surroundings {
  servers: readonly StoredServer[];
  settings: OutboundSettings;
  /** The time by the database's clock. Asked when an outcome is known: a sending may take minutes. */
  clock(): Date;
}

/** How one attempt through one server went. */
type Attempt =
  | { kind: 'delivery'; delivery: Delivery; problem: OutboundExplanation | null }
  | { kind: 'left_out' }
  | { kind: 'broken'; failureType: 'hook_error' | 'content_missing'; sentence: OutboundExplanation };

const LEFT_OUT = explain('hook_left_out', {}, 'A hook on outbound.send left the sending out.');

const sendingColumns = ({ server, from, envelopeFrom, evidence }: Plan<StoredServer>): SendingColumns => ({
  serverId: server.documentId,
  serverName: server.name,
  from: from.address,
  envelopeFrom,
  decision: evidence,
});

/** Sends claimed rows, one at a time; writes nothing but the mark. */
export const createDeliver = ({
  rows,
  transports,
  sealedAttachments,
  tokens,
  hooks,
  attachments,
  refusesFollower,
  htmlToText,
  render,
  uncertain: policy,
}: Pick<
  OutboundDependencies,
  'tokens' | 'hooks' | 'attachments' | 'refusesFollower' | 'htmlToText' | 'render' | 'uncertain'
> & {
  rows: Pick<SendingWrites, 'announceMark'>;
  transports: Pick<Transports, 'deliver'>;
  sealedAttachments: Pick<SealedAttachments, 'read'>;
}) => {
  const openAttachments = async (content: OutboundContent): Promise<ComposedAttachment[]> => {
    const opened: ComposedAttachment[] = [];
    for (const { store, id, fileName, contentType, contentId, size } of content.attachments) {
      const bytes = store === 'sealed' ? sealedAttachments.read(id) : await attachments.read(id);
      if (bytes === null) throw new Error(`The attachment "${fileName}" is gone.`);
      opened.push({ fileName, contentType, contentId, content: complete(bytes, fileName, size) });
    }
    return opened;
  };

  const attempt = async (
    row: ClaimedRow,
    content: OutboundContent,
    plan: Plan<StoredServer>,
    domain: string | null
  ): Promise<Attempt> => {
    const identity: MessageIdentity = {
      messageId: content.messageId,
      date: content.date,
      inReplyTo: content.inReplyTo,
      references: content.references,
      ownMail: { name: OWN_MAIL_HEADER, value: await tokens.ownMailId(row.documentId) },
    };
    let files: ComposedAttachment[];
    try {
      files = await openAttachments(content);
    } catch (error) {
      const sentence = explainProblem('attachment_unreadable', messageOf(error));
      return { kind: 'broken', failureType: 'content_missing', sentence };
    }
    const context: OutboundSendContext = {
      row,
      server: plan.server,
      message: composeMessage(content, { from: plan.from, attachments: files, htmlToText }),
      delivery: null,
    };
    const work = async (): Promise<void> => {
      const open = await renderAhead(messageOptions(context.message, identity), render);
      const marks: Mark[] = [];
      context.delivery = await transports.deliver(
        plan.server,
        domain,
        { from: plan.envelopeFrom, to: row.recipient, envid: identity.ownMail.value },
        () => {
          const mark = rows.announceMark(row);
          marks.push(mark);
          return markBeforeEnd(open, mark.set);
        }
      );
      for (const mark of marks) mark.over();
    };
    let problem: OutboundExplanation | null = null;
    try {
      await hooks.run('outbound.send', context, work);
    } catch (error) {
      problem = explainProblem('hook_failed', messageOf(error), 'A hook on outbound.send failed: ');
    }
    if (context.delivery) return { kind: 'delivery', delivery: context.delivery, problem };
    return problem === null
      ? { kind: 'left_out' }
      : { kind: 'broken', failureType: 'hook_error', sentence: problem };
  };

  /** @returns null when no server may be used now: the row waits, and nothing counts. */
  return async (row: ClaimedRow, loaded: LoadedContent, around: Surroundings): Promise<Sent | null> => {
    if (!loaded.found && 'locked' in loaded) {
      return { change: locked(loaded.sentence, around.clock()), sending: null, servers: [] };
    }
    if (!loaded.found) {
      const change: RowChange = {
        state: 'failed',
        nextAttemptAt: null,
        failureType: 'content_missing',
        explanation: [loaded.sentence],
      };
      return { change, sending: null, servers: [] };
    }
    const refusal = row.followerId === null ? null : await refusesFollower(row.followerId, row.recipient);
    if (refusal !== null) {
      const change: RowChange = { state: 'cancelled', nextAttemptAt: null, explanation: [refusal] };
      return { change, sending: null, servers: [] };
    }
    const { content } = loaded;
    const { servers, settings, clock } = around;
    const tried: Sent['servers'] = [];
    let plan = planSending(content, servers, settings, {
      now: clock(),
      avoid: row.attempts > 0 ? row.serverId : null,
    });
    if (!plan) return null;

    for (let isSecond = false; ; isSecond = true) {
      const sending = sendingColumns(plan);
      const result = await attempt(row, content, plan, settings.domain);
      if (result.kind === 'left_out') {
        const explanation = [LEFT_OUT];
        return { change: { state: 'cancelled', nextAttemptAt: null, explanation }, sending, servers: tried };
      }
      if (result.kind === 'broken') {
        return {
          change: failedHere(row, result.failureType, result.sentence, clock()),
          sending,
          servers: tried,
        };
      }
      const { delivery, problem } = result;
      if (delivery.ok) {
        reached('outbound.answered');
        tried.push({ server: plan.server, fault: null });
        return { change: accepted(row, delivery, clock(), problem), sending, servers: tried };
      }
      if (delivery.marked && delivery.error.responseCode === undefined) {
        return { change: uncertain(row, clock(), policy), sending, servers: tried };
      }
      // The settings changed or the process ends: the mail is due as before, for whoever claims it next.
      if (delivery.error.code === CLOSED)
        return { change: { state: 'queued' }, sending: null, servers: tried };
      const failure: Failure = classifyFailure(delivery.error, delivery.phase);
      if (failure.fault === 'server') {
        const reason = delivery.phase === 'login' ? 'login' : 'other';
        tried.push({
          server: plan.server,
          fault: { reason, code: failure.serverFault, sentence: failure.sentence.message },
        });
      }
      const again: Plan<StoredServer> | null =
        failure.fault === 'sender' && failure.permanent && !isSecond
          ? planAfterRefusedSender(plan, content, servers, settings, clock())
          : null;
      if (!again) {
        const atThisMail = delivery.phase === 'envelope' || delivery.phase === 'message';
        return { change: failed(row, failure, clock(), atThisMail), sending, servers: tried };
      }
      plan = again;
    }
  };
};
