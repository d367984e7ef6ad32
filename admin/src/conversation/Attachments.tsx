import * as React from 'react';
import { Flex, TextButton, Typography } from '@strapi/design-system';
import { Paperclip } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import type { MessageAttachment } from '../../../contracts';
import { useDownload } from '../api';
import { useFormats, useText } from '../i18n';

/** A name may be longer than the panel is wide. */
const FileName = styled(TextButton)`
  text-align: start;
  svg {
    flex-shrink: 0;
  }
  span {
    overflow-wrap: anywhere;
  }
`;

const File = ({ file }: { file: MessageAttachment }) => {
  const text = useText();
  const { size } = useFormats();
  const { toggleNotification } = useNotification();
  const download = useDownload();
  const [isLoading, setLoading] = React.useState(false);
  const name = file.name || text('conversation.file.unnamed');

  const save = async () => {
    setLoading(true);
    try {
      await download({ documentId: file.documentId, name });
    } catch {
      toggleNotification({ type: 'danger', message: text('conversation.file.failed', { name }) });
    }
    setLoading(false);
  };
  return (
    <Flex tag="li" gap={2} wrap="wrap">
      <FileName
        startIcon={<Paperclip />}
        loading={isLoading}
        aria-label={text('conversation.file.download', { name })}
        onClick={() => void save()}
      >
        {name}
      </FileName>
      <Typography variant="pi" textColor="neutral600">
        {size(file.size)}
      </Typography>
    </Flex>
  );
};

/** The files of a message, to be saved. */
export const Attachments = ({ files }: { files: readonly MessageAttachment[] }) => {
  const text = useText();
  if (files.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1} aria-label={text('conversation.files')}>
      {files.map((file) => (
        <File key={file.documentId} file={file} />
      ))}
    </Flex>
  );
};
