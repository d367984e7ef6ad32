import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../pluginId';
import { newRequestId } from '../requestId';

/** What somebody began to write. */
export interface Draft {
  text: string;
  /** For colleagues alone. Kept with the text, so that a note never becomes an answer by itself. */
  isNote: boolean;
  /** That go along. */
  files: readonly File[];
  /** Kept over failed tries, whose answer may have been lost on the way; what is changed is another message. */
  requestId: string;
}

/** What may be changed of it. */
export type Words = Pick<Draft, 'text' | 'isNote' | 'files'>;

/** What the tab's storage can hold of it. */
type Stored = Omit<Draft, 'files'>;

/** Files of drafts by key, for as long as the admin is not loaded anew. */
const keptFiles = new Map<string, readonly File[]>();

const emptyDraft = (): Stored => ({ text: '', isNote: false, requestId: newRequestId() });

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'isNote' in value &&
  typeof value.isNote === 'boolean' &&
  'requestId' in value &&
  typeof value.requestId === 'string';

const readStored = (key: string): Stored => {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isStored(stored) ? stored : emptyDraft();
  } catch {
    // Storage may be forbidden, or hold what somebody else put there.
    return emptyDraft();
  }
};

const read = (key: string): Draft => ({ ...readStored(key), files: keptFiles.get(key) ?? [] });

const write = (key: string, { files, ...draft }: Draft): void => {
  if (files.length === 0) keptFiles.delete(key);
  else keptFiles.set(key, files);
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

  const change = ({ text, isNote, files }: Words): void => {
    const next = { text, isNote, files, requestId: newRequestId() };
    setDraft(next);
    write(key, next);
  };
  return [draft, change];
};
