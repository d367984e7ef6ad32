import * as React from 'react';
import { useFetchClient } from '@strapi/strapi/admin';
import type { Answer, InboundContent } from '../../../contracts';
import { at, gatewayApi } from './client';
import { fileNameOf } from './file-name';

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

/** Gives bytes to the browser to be saved as a file. */
const save = (bytes: Blob, fileName: string): void => {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the bytes over by the time it comes round to this.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

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
        save(data, fileNameOf(headers?.get('content-disposition')) ?? 'mail.eml');
        return true;
      } catch {
        // Of an answer that is no JSON the client tells nothing but that it failed.
        return false;
      }
    },
    [get]
  );
};
