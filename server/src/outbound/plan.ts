import { addressKey, type MailAddress } from '../mail';
import { chooseServer, type ServerChoice, type ServerQuestion } from './choose-server';
import { envelopeSender } from './envelope-sender';
import { encapsulate, rewriteFrom } from './rewrite-from';
import type { OutboundSettings } from './settings';
import type { OutboundContent, OutgoingServer } from './types';

/** How one mail leaves, with what led to it. */
export interface Plan<Server extends OutgoingServer = OutgoingServer> {
  server: Server;
  /** The From that leaves. */
  from: MailAddress;
  /** MAIL FROM; '' is the null sender. */
  envelopeFrom: string;
  /** Shown with the mail. */
  evidence: {
    serverRule: ServerChoice['rule'];
    passedOver: ServerChoice['passedOver'];
    /** What made the From another one: a parameter, or a server that does not accept it. */
    fromRule: 'force' | 'dynamic' | 'server_filter' | 'sender_refused' | 'unchanged';
  };
}

export type PlanQuestion = Pick<ServerQuestion, 'now' | 'avoid' | 'exclude'> & {
  /** Leave as the default-from, because the server refused the sender. */
  asDefaultFrom?: boolean;
};

type PlannedContent = Pick<OutboundContent, 'from' | 'nullSender' | 'serverId'>;

/** From by the parameters, then the server for it, then the default-from where that server does not accept it. */
export const planSending = <Server extends OutgoingServer>(
  { from: original, nullSender, serverId }: PlannedContent,
  servers: readonly Server[],
  settings: OutboundSettings,
  { now, avoid, exclude, asDefaultFrom = false }: PlanQuestion
): Plan<Server> | null => {
  const { defaultFrom, bounce } = settings;
  const rewriting = rewriteFrom(original, settings);
  const choice = chooseServer(servers, {
    from: rewriting.from.address,
    defaultFrom,
    now,
    named: serverId,
    avoid,
    exclude,
  });
  if (!choice) return null;

  const { server, rule, coversFrom, passedOver } = choice;
  const toDefault =
    (asDefaultFrom || !coversFrom) &&
    defaultFrom !== null &&
    addressKey(defaultFrom) !== addressKey(rewriting.from.address);
  const from = !toDefault
    ? rewriting.from
    : rewriting.rewrittenBy
      ? { ...rewriting.from, address: defaultFrom }
      : encapsulate(original, { address: defaultFrom, name: '' });
  const rewritten = rewriting.rewrittenBy ?? 'unchanged';
  const envelopeFrom =
    asDefaultFrom && !nullSender
      ? from.address
      : envelopeSender(server, { from: from.address, bounce, nullSender });
  return {
    server,
    from,
    envelopeFrom,
    evidence: {
      serverRule: rule,
      passedOver,
      fromRule: toDefault ? (asDefaultFrom ? 'sender_refused' : 'server_filter') : rewritten,
    },
  };
};

/**
 * How a mail may leave whose sender was refused: through another server, else as the default-from. Null when that would
 * be the same sender over again.
 */
export const planAfterRefusedSender = <Server extends OutgoingServer>(
  refused: Plan<Server>,
  content: PlannedContent,
  servers: readonly Server[],
  settings: OutboundSettings,
  now: Date
): Plan<Server> | null => {
  const elsewhere = planSending(content, servers, settings, { now, exclude: [refused.server.documentId] });
  if (elsewhere) return elsewhere;
  const here = planSending(content, [refused.server], settings, { now, asDefaultFrom: true });
  if (!here) return null;
  const same =
    addressKey(here.from.address) === addressKey(refused.from.address) &&
    here.envelopeFrom === refused.envelopeFrom;
  return same ? null : here;
};
