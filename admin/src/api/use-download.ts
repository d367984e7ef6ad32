import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import { at } from './client';

const save = (bytes: Blob, name: string): void => {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** Saves an attachment of a conversation as a file: a link of its own would come without the session. */
export const useDownload = (): ((attachment: { documentId: string; name: string }) => Promise<void>) => {
  const { get } = useFetchClient();
  return React.useCallback(
    async ({ documentId, name }) => {
      const url = at(`attachments/${encodeURIComponent(documentId)}`);
      const { data } = await get(url, { responseType: 'blob' });
      save(data, name);
    },
    [get]
  );
};
