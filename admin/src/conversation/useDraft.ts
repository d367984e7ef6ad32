import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../pluginId';
import { newRequestId } from '../requestId';

/** What somebody began to write. */
export interface Draft {
  text: string;
  /** For colleagues alone. Kept with the text, so that a note never becomes an answer by itself. */
  isNote: boolean;
  /** Kept over failed tries, whose answer may have been lost on the way; another text is another message. */
  requestId: string;
}

/** What may be changed of it. */
export type Words = Pick<Draft, 'text' | 'isNote'>;

const emptyDraft = (): Draft => ({ text: '', isNote: false, requestId: newRequestId() });

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'isNote' in value &&
  typeof value.isNote === 'boolean' &&
  'requestId' in value &&
  typeof value.requestId === 'string';

const read = (key: string): Draft => {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isDraft(stored) ? stored : emptyDraft();
  } catch {
    // Storage may be forbidden, or hold what somebody else put there.
    return emptyDraft();
  }
};

const write = (key: string, draft: Draft): void => {
  try {
    if (draft.text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the page.
  }
};

/**
 * What the user began to write in a conversation, kept in this tab while they look elsewhere: in the panel and on the
 * page it is the same.
 */
export const useDraft = (threadId: string): [Draft, (words: Words) => void] => {
  const userId = useAuth('MailGatewayDraft', ({ user }) => user?.id);
  const key = `${PLUGIN_ID}.draft.${userId ?? ''}.${threadId}`;
  const [draft, setDraft] = React.useState(() => read(key));

  const change = ({ text, isNote }: Words): void => {
    const next = { text, isNote, requestId: newRequestId() };
    setDraft(next);
    write(key, next);
  };
  return [draft, change];
};
