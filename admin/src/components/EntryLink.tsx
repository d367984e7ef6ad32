import type * as React from 'react';
import { Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../i18n';
import { useMayRead } from '../permissions';
import { useContentTypes } from './content-types';

interface Props {
  contentType: string;
  documentId: string;
  /** What stands on the screen; without it the content type's name. */
  children?: React.ReactNode;
  /** Subject of the mail, for those who hear the link without the row around it. */
  subject?: string;
}

/** Leads to an entry in the Content Manager; its bare name for users who may not open it. */
export const EntryLink = ({ contentType, documentId, children, subject }: Props) => {
  const text = useText();
  const { nameOf, pathOf } = useContentTypes();
  const mayRead = useMayRead(contentType);
  const name = nameOf(contentType);
  const shown = children ?? name;

  if (!mayRead) return <Typography textColor="neutral800">{shown}</Typography>;
  return (
    <Link
      tag={RouterLink}
      to={pathOf(contentType, documentId)}
      aria-label={subject === undefined ? undefined : text('entry.open.of', { contentType: name, subject })}
    >
      {shown}
    </Link>
  );
};
