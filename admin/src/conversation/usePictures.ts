import * as React from 'react';
import type { MessageAttachment } from '../../../contracts';
import { useAttachmentBytes } from '../api';
import { picturesIn, withPictures } from './pictures';

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * The HTML of a message with the pictures that its mail brought. They are private, so each is fetched with the session and
 * lives in this page alone. One that cannot be had is left out; the words are there at once.
 */
export const usePictures = (
  html: string | null,
  attachments: readonly MessageAttachment[]
): string | null => {
  const bytesOf = useAttachmentBytes();
  const [addresses, setAddresses] = React.useState(NONE);
  // As text, because lists of messages are new objects after each refresh: the same pictures are not fetched again.
  const wanted = React.useMemo(
    () => JSON.stringify(html === null ? [] : picturesIn(html, attachments)),
    [html, attachments]
  );

  React.useEffect(() => {
    const urls: string[] = [];
    let isGone = false;
    const load = async (): Promise<void> => {
      const found = new Map<string, string>();
      const pictures: MessageAttachment[] = JSON.parse(wanted);
      for (const { contentId, documentId, type } of pictures) {
        const bytes = await bytesOf(documentId).catch(() => null);
        if (isGone) return;
        if (bytes === null || contentId === null) continue;
        // The server says of no attachment what it is: the browser is told the type that was found harmless.
        const url = URL.createObjectURL(new Blob([bytes], { type }));
        urls.push(url);
        found.set(contentId, url);
      }
      setAddresses(found);
    };
    if (wanted !== '[]') void load();
    return () => {
      isGone = true;
      setAddresses(NONE);
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [wanted, bytesOf]);

  return React.useMemo(() => (html === null ? null : withPictures(html, addresses)), [html, addresses]);
};
