import { Readable } from 'node:stream';
import {
  htmlToBlocks,
  htmlToMarkdown,
  htmlToText,
  mailHtmlToText,
  sanitiseMailHtml,
  textToBlocks,
  textToHtml,
  textToMarkdown,
} from '../../../server/src/html';
import { DEFAULT_LIMITS, normalisedText, parseMail } from '../../../server/src/parse';
import {
  answerAddress,
  carriesLoopTag,
  classifyAutomatic,
  isNullSender,
  recogniseReport,
} from '../../../server/src/inbound/recognise';
import {
  candidateGroups,
  explain,
  possibleTargets,
  referencedIds,
  route,
  stateOf,
  type RoutingFacts,
} from '../../../server/src/inbound/route';
import { cleanText, type ParsedMail } from '../../../server/src/mail';
import type { ChunkStore } from '../../../server/src/storage';

/** A store that forgets: what matters here is that large attachments pass through. */
const forgetful: ChunkStore = {
  async write(_owner, source) {
    let size = 0;
    for await (const piece of source) size += (piece as Buffer).length;
    return { size, digest: '' };
  },
  read: () => Readable.from([]),
  remove: () => Promise.resolve(),
};

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
};

const assert = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

/** A site that knows nobody and has one alias; every look-up comes back empty. */
const factsOf = (mail: ParsedMail): RoutingFacts => {
  const envelope = { recipients: ['support@site.example'], sender: null };
  const report = recogniseReport(mail, envelope);
  const automatic = classifyAutomatic(mail).class;
  const alias = {
    id: 'support',
    name: 'support',
    address: 'support@site.example',
    contentType: 'api::ticket.ticket',
    autoReplies: 'ignore' as const,
  };
  return {
    mail,
    groups: candidateGroups(mail, envelope, []),
    claims: new Map([[alias.address, { kind: 'alias', alias }]]),
    probe: null,
    own: null,
    report: report && report.kind !== 'other' ? { kind: report.kind, matches: [] } : null,
    automatic: automatic === 'person' ? null : automatic,
    answers: [],
    looped: carriesLoopTag(mail),
    nullSender: isNullSender(mail, envelope),
    parents: [],
    keys: [],
    accepted: null,
    sender: {
      address: mail.from[0]?.address ?? null,
      isAdmin: false,
      provenIn: [],
      unvouched: [],
      blockedIn: [],
      followsIn: [],
      follows: [],
    },
    fallbackContentType: null,
    loop: { counts: new Map(), threshold: 20, minutes: 120, exempt: false },
  };
};

/**
 * Takes a mail through everything that needs no site: parse, recognise, route without facts, HTML and text for every
 * kind of field. @throws for whatever is wrong.
 */
export const takeThrough = async (raw: Buffer): Promise<void> => {
  let owners = 0;
  const mail = await parseMail(Readable.from([raw], { objectMode: false }), {
    chunks: forgetful,
    newOwner: () => `owner-${(owners += 1)}`,
    limits: DEFAULT_LIMITS,
  });
  assert(mail.size === raw.length, 'Bytes of the mail were lost.');
  for (const text of textsOf(mail)) assert(text === cleanText(text), 'A text cannot be stored.');
  assert(mail.date === null || !Number.isNaN(mail.date.getTime()), 'The date is none.');

  const facts = factsOf(mail);
  const decision = route(facts);
  possibleTargets(facts);
  referencedIds(mail);
  assert(
    decision.actions.length > 0 === (decision.outcome === null),
    'The mail has neither action nor reason.'
  );
  if (decision.outcome) {
    const { reason, state, details } = decision.outcome;
    assert(stateOf(reason) === state && explain(reason, details).length > 10, 'The reason says nothing.');
  }
  JSON.stringify(decision);
  answerAddress(mail, () => false);
  normalisedText(mail);

  const html = sanitiseMailHtml(mail.html ?? textToHtml(mail.text ?? '')).html ?? '';
  assert(
    !/<script|<iframe|\son\w+=|javascript:/i.test(html.replace(/>[^<]*</g, '><').replace(/"[^"]*"/g, '""')),
    'HTML that runs was let through.'
  );
  mailHtmlToText(mail.html ?? '');
  htmlToText(html);
  htmlToMarkdown(html, { imageUrl: (id) => `cid:${id}` });
  htmlToBlocks(html);
  textToBlocks(mail.text ?? '');
  textToMarkdown(mail.text ?? '');
};
