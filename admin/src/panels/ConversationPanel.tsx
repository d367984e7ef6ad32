import * as React from 'react';
import { Loader } from '@strapi/design-system';
import { useShellText, withTexts } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';

const EntryConversation = React.lazy(
  withTexts(async () => ({ default: (await import('../conversation')).EntryConversation }))
);

/** What the Content Manager tells a panel, as far as it is used here. */
export interface PanelProps {
  /** `collection-types` or `single-types`. */
  collectionType: string;
  /** UID of the content type. */
  model: string;
  /** Undefined while an entry is new; the original's while one is being copied. */
  documentId?: string;
  /** Undefined while the entry is new, is being copied, or is not loaded yet. */
  document?: { documentId: string };
}

/** What a panel gives back to the Content Manager. */
export interface PanelDescription {
  title: string;
  content: React.ReactNode;
}

/** *Conversation* beside each entry, for whoever may read conversations. */
export const ConversationPanel = ({
  collectionType,
  model,
  documentId,
  document,
}: PanelProps): PanelDescription | null => {
  const text = useShellText();
  const mayRead = useMay(PERMISSIONS.readThreads);
  const isReady = document !== undefined || documentId === undefined;

  // Mail never becomes the entry of a single type.
  if (!mayRead || !isReady || collectionType !== 'collection-types') return null;
  return {
    title: text('conversation.title'),
    content: (
      <React.Suspense fallback={<Loader small>{text('conversation.loading')}</Loader>}>
        <EntryConversation contentType={model} entry={document?.documentId ?? null} />
      </React.Suspense>
    ),
  };
};
