import fc from 'fast-check';
import seeds from './seeds.json';
import { bytesOf, mutatedMails } from './sources';

/** Which mails a seed is about. */
export type Source = 'generated' | 'corpus';

/** A run that failed once: seed and path of fast-check's report. It is replayed for ever. */
interface Seed {
  source: Source;
  seed: number;
  path: string;
  /** What was wrong. */
  found: string;
}

const propertyOf = (mails: readonly Buffer[], work: (raw: Buffer) => Promise<void>) =>
  fc.asyncProperty(mutatedMails(mails), (mutated) => work(bytesOf(mails, mutated)));

/**
 * Takes so many damaged mails through `work`. A failure names seed and path, which belong into `seeds.json`.
 * @throws Error with the smallest damage that fails.
 */
export const checkMutatedMails = (
  mails: readonly Buffer[],
  { count, seed }: { count: number; seed: number },
  work: (raw: Buffer) => Promise<void>
): Promise<void> => fc.assert(propertyOf(mails, work), { numRuns: count, seed });

/** Everything that ever failed, again. @returns how many runs that were. */
export const replaySeeds = async (
  source: Source,
  mails: readonly Buffer[],
  work: (raw: Buffer) => Promise<void>
): Promise<number> => {
  // TypeScript reads an empty list in a JSON file as never[].
  const kept = (seeds as Seed[]).filter((entry) => entry.source === source);
  for (const { seed, path } of kept) {
    await fc.assert(propertyOf(mails, work), { seed, path, endOnFailure: true });
  }
  return kept.length;
};
