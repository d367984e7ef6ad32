import { headerValues, type HeaderField } from '../mail';
import type { Authentication } from './types';

/** Header fields that lead a mail to its thread, or say who has it. RFC 5322 allows each of them once. */
const LEADING_FIELDS = ['to', 'cc', 'in-reply-to', 'references'] as const;

export type LeadingField = (typeof LEADING_FIELDS)[number];

/** What the domain of a sender stands for. */
export interface SenderProof {
  /** DMARC pass of the From domain. False when it cannot be told. */
  isAuthentic: boolean;
  /**
   * Fields of the mail for which that domain does not vouch: its signature leaves them out, or they stand there more often
   * than once. Whoever caught the mail may have added them and handed it in again. Empty where nothing is proven.
   */
  unvouched: readonly LeadingField[];
  /**
   * It signs the subject and none of these fields, as Exchange Online does: nothing but the subject tells then where its
   * sender meant the mail to go.
   */
  isBoundBySubject: boolean;
}

export const NO_PROOF: SenderProof = { isAuthentic: false, unvouched: [], isBoundBySubject: false };

/**
 * What a domain that is proven vouches for.
 * @param headers as this site reads them: what it does not read leads nowhere.
 */
export const proofBy = (headers: readonly HeaderField[], signed: Authentication['signed']): SenderProof => {
  const count = (name: string): number => headerValues(headers, name).length;
  const isVouched = (name: string): boolean =>
    count(name) === 1 && (signed === null || (signed.get(name) ?? 0) >= 1);
  return {
    isAuthentic: true,
    unvouched: LEADING_FIELDS.filter((name) => count(name) > 0 && !isVouched(name)),
    isBoundBySubject:
      signed !== null &&
      isVouched('subject') &&
      LEADING_FIELDS.every((name) => count(name) <= 1 && !signed.has(name)),
  };
};
