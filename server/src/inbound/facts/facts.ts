import type { Core } from '@strapi/strapi';
import type { Addresses } from '../../addresses';
import { UID } from '../../constants';
import { addressKey, domainOf, hashKey, type Envelope, type ParsedMail } from '../../mail';
import type { Parameters } from '../../parameters';
import type { Parents } from '../../threads';
import type { Tokens } from '../../tokens';
import type { JournalRow } from '../journal';
import type { Ledger } from '../ledger';
import { carriesLoopTag, classifyAutomatic, isNullSender, recogniseReport, type Report } from '../recognise';
import {
  candidateGroups,
  possibleTargets,
  referencedIds,
  type Claim,
  type ParentFacts,
  type RecipientGroup,
  type ReportFacts,
  type RoutingFacts,
} from '../route';
import { findAliases, type Alias } from './aliases';
import type { SentMailFinder } from './sent-mail';

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

export interface FactFinder {
  gather(mail: ParsedMail, row: JournalRow): Promise<Gathered>;
  /** Aliases that a hook chose beside those that the mail names; inactive ones are missing. */
  aliases(documentIds: readonly string[]): Promise<Alias[]>;
}

interface ServerRow {
  username: string;
  deliversTo: string | null;
  fallbackContentType: string | null;
  keepAttachments: boolean | null;
  confirmedAt: string | null;
}

const listOf = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const envelopeOf = (row: JournalRow): Envelope => ({
  recipients: row.envelope?.recipients ?? [],
  sender: row.envelope?.sender ?? null,
});

/** What lay in a mailbox before this site began to read it cannot have been caused by this site. */
const isHistory = (row: JournalRow, server: ServerRow | null): boolean =>
  typeof server?.confirmedAt === 'string' && new Date(row.receivedAt) < new Date(server.confirmedAt);

/** Looks up everything that the decision depends on, so that the decision itself does no I/O. */
export const createFactFinder = ({
  strapi,
  addresses,
  parents,
  parameters,
  tokens,
  ledger,
  sentMail,
}: {
  strapi: Core.Strapi;
  addresses: Addresses;
  parents: Parents;
  parameters: Parameters;
  tokens: Tokens;
  ledger: Ledger;
  sentMail: SentMailFinder;
}): FactFinder => {
  const serverOf = async (row: JournalRow): Promise<ServerRow | null> =>
    row.incomingServerId === null
      ? null
      : strapi.db.query(UID.incomingServer).findOne({ where: { documentId: row.incomingServerId } });

  const claimsOf = async (
    groups: readonly RecipientGroup[]
  ): Promise<{ claims: Map<string, Claim>; aliases: Map<string, Alias> }> => {
    const found = await addresses.find(groups.flatMap((group) => group.addresses));
    const ids = [...found.values()].filter(({ kind }) => kind === 'alias').map(({ owner }) => owner);
    const aliases = new Map(
      (await findAliases({ strapi }, [...new Set(ids)])).map((alias) => [alias.documentId, alias])
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

  const parentsOf = async (mail: ParsedMail, sender: string | null): Promise<ParentFacts[]> => {
    const known = await parents.find(referencedIds(mail), sender);
    return Promise.all(
      known.map(async ({ entryDocumentId, ...parent }) => ({
        ...parent,
        entry: entryDocumentId,
        ownSigned: (await tokens.readMessageId(parent.messageId)) !== null,
      }))
    );
  };

  /** A report that says nothing about a delivery changes nothing, whatever mail it names. */
  const reportFacts = async (report: Report): Promise<ReportFacts> =>
    report.kind === 'other'
      ? { kind: 'complaint', matches: [] }
      : { kind: report.kind, matches: await sentMail.reported(report) };

  return {
    aliases: (documentIds) => findAliases({ strapi }, documentIds),

    async gather(mail, row) {
      const envelope = envelopeOf(row);
      const server = await serverOf(row);
      const sender = mail.from[0]?.address ?? null;
      const history = isHistory(row, server);
      const senderKey = history || sender === null ? null : hashKey(addressKey(sender));

      const deliversTo = server
        ? [...listOf(server.deliversTo), ...(server.deliversTo ? [] : [server.username])]
        : [];
      const groups = candidateGroups(mail, envelope, deliversTo);
      const { claims, aliases } = await claimsOf(groups);
      const report = recogniseReport(mail, envelope);
      const automatic = classifyAutomatic(mail).class;
      const known = await parentsOf(mail, sender);

      const minutes = await parameters.get('mail.gateway.loop.minutes');
      const allowed = await parameters.get('mail.gateway.allowed');
      const withoutLoop: Omit<RoutingFacts, 'loop'> = {
        mail,
        groups,
        claims,
        own: await sentMail.own(mail),
        report: report ? await reportFacts(report) : null,
        automatic: automatic === 'person' ? null : automatic,
        answers: automatic === 'auto-replied' ? await sentMail.answered(mail, sender) : [],
        looped: carriesLoopTag(mail),
        nullSender: isNullSender(mail, envelope),
        parents: known,
        sender: { address: sender, follows: sender === null ? [] : await parents.followedBy(sender) },
        fallbackContentType: server?.fallbackContentType || null,
      };
      const facts: RoutingFacts = {
        ...withoutLoop,
        loop: {
          counts:
            senderKey === null
              ? new Map()
              : await ledger.recent(senderKey, possibleTargets(withoutLoop), minutes, row.documentId),
          threshold: await parameters.get('mail.gateway.loop.threshold'),
          minutes,
          exempt:
            history ||
            (sender !== null &&
              [addressKey(sender), domainOf(sender)].some((known) => allowed.includes(known))),
        },
      };
      return { facts, aliases, senderKey, keepAttachments: server?.keepAttachments ?? true };
    },
  };
};
