import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import { at } from './client';
import { saveFile } from './save-file';

/** Fetches the bytes of a conversation's attachment: a link of its own would come without the session. */
export const useAttachmentBytes = (): ((documentId: string) => Promise<Blob>) => {
  const { get } = useFetchClient();
  return React.useCallback(
    async (documentId) => {
      const url = at(`attachments/${encodeURIComponent(documentId)}`);
      const { data } = await get<Blob>(url, { responseType: 'blob' });
      return data;
    },
    [get]
  );
};

/** Saves an attachment of a conversation as a file. */
export const useDownload = (): ((attachment: { documentId: string; name: string }) => Promise<void>) => {
  const bytesOf = useAttachmentBytes();
  return React.useCallback(
    async ({ documentId, name }) => saveFile(await bytesOf(documentId), name),
    [bytesOf]
  );
};
