import type { Alias, DelimiterTest, IncomingServer } from '../../../../contracts';
import { healthOf, outcomeOfTest, sendingStateOf, type SendingState } from '../../words';

/** `trouble`: it was done, and does not work. */
export type StepState = 'open' | 'done' | 'trouble';

/** What one thing says about its step: it works, it does not, or it is not there yet. */
type Verdict = 'good' | 'bad' | 'unfinished';

/** One thing that does not work is worth a look, also where another one does. */
const stateOf = (verdicts: readonly Verdict[]): StepState => {
  if (verdicts.includes('bad')) return 'trouble';
  return verdicts.includes('good') ? 'done' : 'open';
};

/** How a mailbox is doing, for the step that connects it. */
export type MailboxState = 'fetched' | 'warned' | 'waiting' | 'failing' | 'refused' | 'draft' | 'inactive';

type Mailbox = Parameters<typeof healthOf>[0] & Pick<IncomingServer, 'testErrorCode' | 'testOutdated'>;

/** A mailbox that was never confirmed fails where its test failed: nothing is fetched from it either way. */
export const mailboxStateOf = (server: Mailbox): MailboxState => {
  const { word } = healthOf(server);
  if (word === 'incoming.health.failing') return 'failing';
  if (word === 'incoming.health.warned') return 'warned';
  if (word === 'incoming.health.ok') return 'fetched';
  if (word === 'incoming.health.waiting') return 'waiting';
  if (!server.active) return 'inactive';
  return server.testErrorCode !== null && !server.testOutdated ? 'refused' : 'draft';
};

const MAILBOX_VERDICTS: Record<MailboxState, Verdict> = {
  fetched: 'good',
  warned: 'good',
  waiting: 'good',
  failing: 'bad',
  refused: 'bad',
  draft: 'unfinished',
  inactive: 'unfinished',
};

/** @param isHeld whether the site fetches nothing at all. */
export const incomingStateOf = (servers: readonly Mailbox[], isHeld: boolean): StepState => {
  const verdicts = servers.map((server) => MAILBOX_VERDICTS[mailboxStateOf(server)]);
  return isHeld && verdicts.includes('good') ? 'trouble' : stateOf(verdicts);
};

const SENDING_VERDICTS: Record<SendingState, Verdict> = {
  ok: 'good',
  failing: 'bad',
  paused: 'bad',
  untested: 'unfinished',
  changed: 'unfinished',
  inactive: 'unfinished',
};

/** @param isHeld whether the site sends nothing at all. */
export const outgoingStateOf = (
  servers: readonly Parameters<typeof sendingStateOf>[0][],
  isHeld: boolean
): StepState => {
  const verdicts = servers.map((server) => SENDING_VERDICTS[sendingStateOf(server)]);
  return isHeld && verdicts.includes('good') ? 'trouble' : stateOf(verdicts);
};

/** What keeps a site from the mail of a kind; null where nothing is known to. */
export type Hold = 'copy' | 'paused' | null;

/** What is known of addresses with a key; null where replies go to the plain address. */
export type KeyState = 'untried' | 'waiting' | 'arrived' | 'missing' | 'unsent' | 'failed' | null;

/** @param delimiter as the system parameter says. */
export const keyStateOf = (delimiter: string, tests: readonly DelimiterTest[]): KeyState => {
  if (delimiter !== '+' && delimiter !== '-') return null;
  const test = tests.find((one) => one.delimiter === delimiter && !one.outdated);
  return test ? outcomeOfTest(test) : 'untried';
};

/** The domain is there; replies that do not come in are worth a look. */
export const domainStateOf = (domain: string, keys: KeyState): StepState => {
  if (domain === '') return 'open';
  return keys === 'missing' || keys === 'failed' ? 'trouble' : 'done';
};

/** Whether an alias makes entries of mail. */
export type AliasUse = 'works' | 'invalid' | 'inactive';

export const aliasUseOf = ({ active, validity }: Pick<Alias, 'active' | 'validity'>): AliasUse => {
  if (!active) return 'inactive';
  return validity === 'invalid' ? 'invalid' : 'works';
};

const ALIAS_VERDICTS: Record<AliasUse, Verdict> = { works: 'good', invalid: 'bad', inactive: 'unfinished' };

export const aliasStateOf = (aliases: readonly Pick<Alias, 'active' | 'validity'>[]): StepState =>
  stateOf(aliases.map((alias) => ALIAS_VERDICTS[aliasUseOf(alias)]));

const URGENT: readonly StepState[] = ['trouble', 'done', 'open'];

/** Those first that need a look, then those that work; at most so many. */
export const mostTelling = <Item>(
  items: readonly Item[],
  stateOfOne: (item: Item) => StepState,
  limit: number
): Item[] =>
  items
    .map((item) => ({ item, rank: URGENT.indexOf(stateOfOne(item)) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ item }) => item);
