import * as React from 'react';
import { useIntl } from 'react-intl';
import { useContentTypesQuery } from '../api';

/** How content types are called and where their entries are edited. */
export interface ContentTypes {
  /** `Ticket` for `api::ticket.ticket`; read from the UID where Strapi has no better name. */
  nameOf(uid: string | null): string;
  /** Where the entry is edited. @param documentId of the entry. */
  pathOf(uid: string, documentId: string): string;
  /** A sentence of the server, with names in place of UIDs. */
  readable(sentence: string): string;
}

const Context = React.createContext<ContentTypes | null>(null);

const nameFromUid = (uid: string): string => {
  const word = uid.split('.').at(-1) ?? uid;
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');
};

/** Asks once for the names, for all of a page. */
export const ContentTypesProvider = ({ children }: { children: React.ReactNode }) => {
  const { formatMessage } = useIntl();
  const { data } = useContentTypesQuery(undefined);

  const value = React.useMemo<ContentTypes>(() => {
    const known = new Map((data ?? []).map((contentType) => [contentType.uid, contentType]));
    const nameOf = (uid: string | null): string => {
      if (uid === null) return '';
      const name = known.get(uid)?.info.displayName;
      return name ? formatMessage({ id: name, defaultMessage: name }) : nameFromUid(uid);
    };
    return {
      nameOf,
      pathOf: (uid, documentId) =>
        known.get(uid)?.kind === 'singleType'
          ? `/content-manager/single-types/${uid}`
          : `/content-manager/collection-types/${uid}/${documentId}`,
      readable: (sentence) => sentence.replace(/\b(?:api|plugin)::[\w-]+\.[\w-]+/g, (uid) => nameOf(uid)),
    };
  }, [data, formatMessage]);

  return <Context.Provider value={value}>{children}</Context.Provider>;
};

/** @see ContentTypes */
export const useContentTypes = (): ContentTypes => {
  const value = React.useContext(Context);
  if (!value) throw new Error('useContentTypes is used outside of ContentTypesProvider.');
  return value;
};
