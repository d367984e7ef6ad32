import { hashKey } from './hash';

/** A Message-ID that other servers can be expected to keep: printable, bracketed, of bounded length. */
const MESSAGE_ID = /<[^<>\s]{3,250}>/g;

/** The ids of a Message-ID, In-Reply-To or References field, in order, each once. */
export const parseMessageIds = (header: string): string[] => [...new Set(header.match(MESSAGE_ID) ?? [])];

/** How a Message-ID is looked up: a digest for a 64-character column. */
export const messageKey = (messageId: string): string => hashKey(messageId);
