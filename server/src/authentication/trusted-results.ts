import { type AuthenticationResults, parseAuthenticationResults } from './authentication-results';
import type { RawField } from './header-block';

/** Stands for Microsoft 365 in place of an id, because its Authentication-Results fields name none. */
export const MICROSOFT_365 = 'protection.outlook.com';

/** What the trusted receiving server says about the From domain of a mail. */
export interface TrustedVerdict {
  /** Its DMARC result, where it gives one for exactly this From domain; null otherwise. */
  dmarc: string | null;
  /** The domain for which it saw SPF pass; null where it did not. */
  spfDomain: string | null;
  /** Microsoft 365: sent by a signed-in user of the same organisation. */
  internal: boolean;
  /** The field's value; null where only the internal mark speaks. */
  field: string | null;
}

const FIELD = 'authentication-results';

/** `Received: from … by <host>.protection.outlook.com`: where a mail from outside entered Microsoft 365. */
const isMicrosoftBorder = ({ name, value }: RawField): boolean =>
  name === 'received' && /\bby\s+\S*\.protection\.outlook\.com\b/i.test(value);

const fromMicrosoft = (fields: readonly RawField[]): { field: string | null; internal: boolean } => {
  const border = fields.findIndex(isMicrosoftBorder);
  const above = border === -1 ? [] : fields.slice(0, border);
  const marks = fields.filter(({ name }) => name === 'x-ms-exchange-organization-authas');
  return {
    field: above.find(({ name }) => name === FIELD)?.value ?? null,
    // Exchange removes these fields from what comes in from outside; two of them were not written by it.
    internal: marks.length === 1 && marks[0]?.value.toLowerCase() === 'internal',
  };
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** All results of one method, or null when they do not agree: then something else than the server wrote a part of them. */
const agreed = ({ results }: AuthenticationResults, method: string) => {
  const all = results.filter((result) => result.method === method);
  const [first] = all;
  return first && all.every(({ result }) => result === first.result) ? first : null;
};

const property = (result: { properties: { name: string; value: string }[] }, name: string): string =>
  result.properties.find((one) => one.name === name)?.value ?? '';

/**
 * Reads what the receiving server itself wrote into a mail (RFC 8601). Only the topmost field with its id counts: the
 * server writes above whatever the mail brought along, so a forged field lies below, and fields of other ids are
 * anybody's. Its DKIM results are left out, because signatures are verified here.
 *
 * @param trustedAuthservId see `AuthenticateOptions`.
 * @param fromDomain the author domain of the mail, lower case.
 * @returns null when the server says nothing, or no server is trusted.
 */
export const trustedVerdict = (
  fields: readonly RawField[],
  trustedAuthservId: string | null,
  fromDomain: string
): TrustedVerdict | null => {
  const trusted = trustedAuthservId?.trim().toLowerCase();
  if (!trusted) return null;

  const microsoft = trusted === MICROSOFT_365;
  const { field, internal } = microsoft
    ? fromMicrosoft(fields)
    : {
        field:
          fields.find(
            ({ name, value }) => name === FIELD && parseAuthenticationResults(value).authservId === trusted
          )?.value ?? null,
        internal: false,
      };
  if (field === null) return internal ? { dmarc: null, spfDomain: null, internal, field } : null;

  const results = parseAuthenticationResults(field);
  const dmarc = agreed(results, 'dmarc');
  const spf = agreed(results, 'spf');
  const spfIdentity = spf
    ? property(spf, 'smtp.mailfrom').replace(/^<(.*)>$/, '$1') || property(spf, 'smtp.helo')
    : '';
  return {
    dmarc: dmarc && domainOf(property(dmarc, 'header.from')) === fromDomain ? dmarc.result : null,
    spfDomain: spf?.result === 'pass' && spfIdentity !== '' ? domainOf(spfIdentity) : null,
    internal,
    field,
  };
};
