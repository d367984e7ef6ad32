import { addressKey, domainOf, hashKey, localPartOf, type Envelope, type ParsedMail } from '../../mail';
import type { Tokens } from '../../tokens';
import type { JournalRow } from '../journal';
import { carriesLoopTag, classifyAutomatic, isNullSender, recogniseReport, type Report } from '../recognise';
import {
  candidateGroups,
  possibleTargets,
  type Action,
  type Claim,
  type RecipientGroup,
  type ReportFacts,
  type RoutingFacts,
  type ThreadFacts,
} from '../route';
import type { Alias } from './aliases';
import { createLookups, type LookupOptions, type Lookups, type ServerRow } from './lookups';
import { createSentMailFinder, type SentMailFinder } from './sent-mail';
import { createThreadFinder, threadFacts, type ThreadFinderOptions } from './threads';

/** What was looked up for one mail. */
export interface Gathered {
  facts: RoutingFacts;
  /** The aliases that its addresses name, by documentId. */
  aliases: ReadonlyMap<string, Alias>;
  /** Digest of the sender, by which the loop window counts; null for a mail that does not count. */
  senderKey: string | null;
  /** Incoming server's choice; true where the mail came through another door. */
  keepAttachments: boolean;
}

/** Gathers the facts of mails that are read together. */
export interface FactFinder {
  /**
   * @param ahead digests of the senders of the mails before this one: they are not through yet, and count.
   * @returns null when it depends on what becomes of those.
   */
  gather(mail: ParsedMail, row: Arrival, ahead: readonly string[]): Promise<Gathered | null>;
  lookups: Lookups;
}

const listOf = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What the facts need to know of a mail besides its content. */
export type Arrival = Pick<
  JournalRow,
  'documentId' | 'envelope' | 'incomingServerId' | 'receivedAt' | 'accepted'
>;

export const envelopeOf = (row: Pick<JournalRow, 'envelope'>): Envelope => ({
  recipients: row.envelope?.recipients ?? [],
  sender: row.envelope?.sender ?? null,
});

/** What lay in a mailbox before this site began to read it cannot have been caused by this site. */
const isHistory = (row: Arrival, server: ServerRow | null): boolean =>
  typeof server?.confirmedAt === 'string' && new Date(row.receivedAt) < new Date(server.confirmedAt);

/** Digest of the sender, by which the loop window counts; null for a mail without one. */
export const senderKeyOf = (mail: Pick<ParsedMail, 'from'>): string | null => {
  const [sender] = mail.from;
  return sender === undefined ? null : hashKey(addressKey(sender.address));
};

const createFactFinder = ({
  parents,
  parameters,
  lookups,
  sentMail,
  findThreads,
  tokens,
}: Pick<FactOptions, 'parameters' | 'parents' | 'tokens'> & {
  lookups: Lookups;
  sentMail: SentMailFinder;
  findThreads: ReturnType<typeof createThreadFinder>;
}): FactFinder => {
  const claimsOf = async (
    groups: readonly RecipientGroup[]
  ): Promise<{ claims: Map<string, Claim>; aliases: Map<string, Alias> }> => {
    const found = await lookups.addresses(groups.flatMap((group) => group.addresses));
    const ids = [...found.values()].filter(({ kind }) => kind === 'alias').map(({ owner }) => owner);
    const aliases = new Map(
      (await lookups.aliases([...new Set(ids)])).map((alias) => [alias.documentId, alias])
    );

    const claims = new Map<string, Claim>();
    for (const [key, { kind, owner }] of found) {
      if (kind !== 'alias') {
        claims.set(key, { kind });
        continue;
      }
      const alias = aliases.get(owner);
      if (!alias) continue;
      const { documentId: id, name, contentType, autoReplies } = alias;
      claims.set(key, { kind, alias: { id, name, address: key, contentType, autoReplies } });
    }
    return { claims, aliases };
  };

  const probeIn = async (groups: readonly RecipientGroup[]): Promise<string | null> => {
    const addresses = groups.flatMap((group) => group.addresses);
    const found = await Promise.all(addresses.map((address) => tokens.readProbeKey(localPartOf(address))));
    return found.find((id) => id !== null) ?? null;
  };

  /** A report that says nothing about a delivery changes nothing, whatever mail it names. */
  const reportFacts = async (report: Report): Promise<ReportFacts> =>
    report.kind === 'other'
      ? { kind: 'complaint', matches: [] }
      : { kind: report.kind, matches: await sentMail.reported(report) };

  /** Who follows a thread is asked where it can matter: a mail to the catchall. */
  const followedBy = async (
    sender: string | null,
    claims: ReadonlyMap<string, Claim>
  ): Promise<ThreadFacts[]> =>
    sender !== null && [...claims.values()].some(({ kind }) => kind === 'catchall')
      ? (await parents.followedBy(sender)).map(threadFacts)
      : [];

  const countsOf = async (
    senderKey: string | null,
    targets: readonly Action['target'][],
    inboundId: string
  ): Promise<Map<string, number>> => {
    if (senderKey === null) return new Map();
    const questions = targets.map((target) => ({ senderKey, target, except: inboundId }));
    const counts = await lookups.recent(questions);
    return new Map(targets.map((target, index) => [target, counts[index] ?? 0]));
  };

  return {
    lookups,

    async gather(mail, row, ahead) {
      const envelope = envelopeOf(row);
      const server = row.incomingServerId === null ? null : await lookups.server(row.incomingServerId);
      const sender = mail.from[0]?.address ?? null;
      const history = isHistory(row, server);
      const senderKey = history ? null : senderKeyOf(mail);

      const deliversTo = server
        ? [...listOf(server.deliversTo), ...(server.deliversTo ? [] : [server.username])]
        : [];
      const groups = candidateGroups(mail, envelope, deliversTo);
      const { claims, aliases } = await claimsOf(groups);
      const report = recogniseReport(mail, envelope);
      const automatic = classifyAutomatic(mail).class;
      const { sender: standing, ...led } = await findThreads(mail, row, groups);

      const withoutLoop: Omit<RoutingFacts, 'loop'> = {
        mail,
        groups,
        claims,
        probe: await probeIn(groups),
        own: await sentMail.own(mail),
        report: report ? await reportFacts(report) : null,
        automatic: automatic === 'person' ? null : automatic,
        answers: automatic === 'auto-replied' ? await sentMail.answered(mail, sender) : [],
        looped: carriesLoopTag(mail),
        nullSender: isNullSender(mail, envelope),
        ...led,
        sender: { ...standing, address: sender, follows: await followedBy(sender, claims) },
        fallbackContentType: server?.fallbackContentType || null,
      };
      const allowed = await parameters.get('mail.gateway.allowed');
      const loop = {
        counts: await countsOf(senderKey, possibleTargets(withoutLoop), row.documentId),
        threshold: await parameters.get('mail.gateway.loop.threshold'),
        minutes: await parameters.get('mail.gateway.loop.minutes'),
        exempt:
          history ||
          (sender !== null &&
            [addressKey(sender), domainOf(sender)].some((known) => allowed.includes(known))),
      };
      const before = ahead.filter((key) => key === senderKey).length;
      const most = Math.max(0, ...loop.counts.values());
      if (!loop.exempt && before > 0 && most + before >= loop.threshold) return null;
      const keepAttachments = server?.keepAttachments ?? true;
      return { facts: { ...withoutLoop, loop }, aliases, senderKey, keepAttachments };
    },
  };
};

export interface FactOptions extends LookupOptions, ThreadFinderOptions {
  tokens: Tokens;
}

/**
 * Looks up everything that the decisions depend on, so that the decisions themselves do no I/O.
 * @returns makes a finder for each set of mails that are read together.
 */
export const createFactFinders = (options: FactOptions) => (): FactFinder =>
  createFactFinder({
    ...options,
    lookups: createLookups(options),
    sentMail: createSentMailFinder(options),
    findThreads: createThreadFinder(options),
  });
