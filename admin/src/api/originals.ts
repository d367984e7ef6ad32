import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import type { Answer, InboundContent } from '../../../contracts';
import { at, gatewayApi } from './client';
import { fileNameOf } from './file-name';
import { saveFile } from './save-file';

const original = (documentId: string, what: 'content' | 'raw'): string =>
  at(`inbound-emails/${encodeURIComponent(documentId)}/${what}`);

const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    /** What a mail says changes only when its original goes. */
    receivedContent: build.query<InboundContent, string>({
      query: (documentId) => original(documentId, 'content'),
      transformResponse: ({ data }: Answer<InboundContent>) => data,
    }),
  }),
});

export const { useReceivedContentQuery } = api;

/**
 * Saves the original of a mail as a file. A plain link would come without the session's token, which the server asks
 * for.
 * @returns whether it was saved.
 */
export const useDownloadOriginal = (): ((documentId: string) => Promise<boolean>) => {
  const { get } = useFetchClient();
  return React.useCallback(
    async (documentId) => {
      try {
        const { data, headers } = await get(original(documentId, 'raw'), { responseType: 'blob' });
        saveFile(data, fileNameOf(headers?.get('content-disposition')) ?? 'mail.eml');
        return true;
      } catch {
        // Of an answer that is no JSON the client tells nothing but that it failed.
        return false;
      }
    },
    [get]
  );
};
