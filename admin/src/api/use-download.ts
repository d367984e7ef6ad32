import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import { at } from './client';
import { saveFile } from './save-file';

/** Saves an attachment of a conversation as a file: a link of its own would come without the session. */
export const useDownload = (): ((attachment: { documentId: string; name: string }) => Promise<void>) => {
  const { get } = useFetchClient();
  return React.useCallback(
    async ({ documentId, name }) => {
      const url = at(`attachments/${encodeURIComponent(documentId)}`);
      const { data } = await get(url, { responseType: 'blob' });
      saveFile(data, name);
    },
    [get]
  );
};
