import { normaliseAddress, parseAddresses } from '../../mail';

/** Sender Rewriting Scheme: a forwarder's return address that carries the original one. */
const SRS0 = /^srs0[=+-][^=]*=[^=]*=([^=]+)=(.+)$/i;
/** A second forwarder's: the first forwarder's host, then its SRS0 address without the tag. */
const SRS1 = /^srs1[=+-][^=]*=[^=]+=[=+-][^=]*=[^=]*=([^=]+)=(.+)$/i;
/** Bounce Address Tag Validation: a signed return address (draft-levine-smtp-batv). */
const BATV = /^prvs=[^=]+=(.+)$/i;

/** Forwarders wrap what others wrapped; more layers than this no real mail has. */
const MAX_LAYERS = 4;

const unwrapOnce = (address: string): string | null => {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const srs = SRS1.exec(local) ?? SRS0.exec(local);
  if (srs) return normaliseAddress(`${srs[2]}@${srs[1]}`);
  const batv = BATV.exec(local);
  return batv ? normaliseAddress(`${batv[1]}@${address.slice(at + 1)}`) : null;
};

/** The address inside SRS0=, SRS1= and prvs= addresses; any other address as it is. */
export const unwrapAddress = (address: string): string => {
  let current = address;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const inner = unwrapOnce(current);
    if (inner === null) return current;
    current = inner;
  }
  return current;
};

/** What servers write around an address that stands alone. */
const OPENING = /^[<'"]*(?:mailto:|smtp:)?/i;
const CLOSING = /[>'"]*$/;
/** Octets; longer words are no address, and would only cost time. */
const WORD_LIMIT = 500;

const addressOfWord = (word: string): string[] => {
  if (!word.includes('@') || word.length > WORD_LIMIT) return [];
  const address = normaliseAddress(word.replace(OPENING, '').replace(CLOSING, ''));
  return address === null ? [] : [address];
};

/**
 * The addresses of a text in which a server or a door notes recipients. It is no RFC 5322 field and comes in many forms:
 * bare, in brackets, in quotes, several by comma or blank, after a type (`rfc822;`), before a remark.
 */
export const readRecipients = (text: string): string[] => {
  const bare = text.replace(/\([^()]*\)/g, ' ');
  const words = /<[^<>]*@/.test(bare) ? [] : bare.split(/[\s,;]+/).flatMap(addressOfWord);
  const found = words.length > 0 ? words : parseAddresses(bare).map(({ address }) => address);
  return found.map(unwrapAddress);
};
