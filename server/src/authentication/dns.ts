import { Resolver } from 'node:dns/promises';
import type { DnsResolve } from './types';

const CACHE_ENTRIES = 500;
const ANSWER_MS = 5 * 60_000;
const ABSENCE_MS = 60_000;
const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

export interface DnsResolverOptions {
  /** For each try; default 3 s. */
  timeoutMs?: number;
  /** Name servers as `address:port`; default: the system's. */
  servers?: string[];
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A DNS resolver of our own, because the process's default one has no time limit that we could set. */
export const createDnsResolver = ({ timeoutMs = 3000, servers }: DnsResolverOptions = {}): DnsResolve => {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name, type) => resolver.resolve(name, type);
};

/**
 * Remembers answers for 5 minutes and "there is none" for one; what failed is asked again at once. The mails of a batch
 * often come from the same few domains.
 */
export const cachedResolve = (resolve: DnsResolve): DnsResolve => {
  const cache = new Map<string, { answer: Promise<unknown>; until: number }>();

  const remember = (key: string, answer: Promise<unknown>): void => {
    const oldest = cache.keys().next().value;
    if (cache.size >= CACHE_ENTRIES && oldest !== undefined) cache.delete(oldest);
    const entry = { answer, until: performance.now() + ANSWER_MS };
    cache.set(key, entry);
    answer.catch((error: unknown) => {
      if (ABSENT.has(codeOf(error))) entry.until = performance.now() + ABSENCE_MS;
      else if (cache.get(key) === entry) cache.delete(key);
    });
  };

  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = cache.get(key);
    if (known && known.until > performance.now()) return known.answer;
    cache.delete(key);
    const answer = resolve(name, type);
    remember(key, answer);
    return answer;
  };
};

/** What one mail may ask of the DNS; beyond it every question fails as if the DNS had not answered. */
export interface DnsBudget {
  questions: number;
  milliseconds: number;
}

/** A resolver for one mail, so that a mail made for it can neither flood the DNS nor hold up its mailbox. */
export const budgetedResolve = (resolve: DnsResolve, budget: DnsBudget): DnsResolve => {
  const deadline = performance.now() + budget.milliseconds;
  let left = budget.questions;
  const refused = (): Error =>
    Object.assign(new Error('DNS budget of the mail is used up'), { code: 'ETIMEOUT' });

  return async (name, type) => {
    const remaining = deadline - performance.now();
    left -= 1;
    if (left < 0 || remaining <= 0) throw refused();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(refused()), remaining);
    });
    try {
      return await Promise.race([resolve(name, type), late]);
    } finally {
      clearTimeout(timer);
    }
  };
};
