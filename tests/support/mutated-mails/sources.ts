import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { generateMails } from '../mails';
import { mutate, mutations } from './mutations';

const CORPUS =
  process.env.MAIL_GATEWAY_CORPUS ?? path.resolve(import.meta.dirname, '../../../../shared/corpus');
const FOLDERS = ['messages', 'bounces'].map((folder) => path.join(CORPUS, folder));

export const hasCorpus = FOLDERS.every((folder) => existsSync(folder));

/** Mails that are damaged: of a support mailbox, small ones twice as often as large ones. */
export const generatedMails = (): Buffer[] =>
  [...generateMails({ count: 120, seed: 7, to: 'support@site.example' })]
    .filter(({ kind, index }) => kind !== 'large' || index < 40)
    .map(({ raw }) => raw);

/** Real and odd mails and bounces. */
export const corpusMails = (): Buffer[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.eml'))
      .sort()
      .map((file) => readFileSync(path.join(folder, file)))
  );

/** Damaged mails, with how they came to be for the report of a failure. */
export const mutatedMails = (
  mails: readonly Buffer[]
): fc.Arbitrary<{ mail: number; damage: Parameters<typeof mutate>[1] }> =>
  fc.record({ mail: fc.nat(mails.length - 1), damage: mutations });

export const bytesOf = (
  mails: readonly Buffer[],
  { mail, damage }: { mail: number; damage: Parameters<typeof mutate>[1] }
): Buffer => mutate(mails[mail] ?? Buffer.alloc(0), damage);
