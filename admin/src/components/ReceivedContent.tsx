import type * as React from 'react';
import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { InboundContent, ReadableContent, ShownAttachment } from '../../../contracts';
import { useErrorText } from '../api';
import { useFormats, useText } from '../i18n';
import { LoadFailed } from './LoadFailed';
import { MailContent } from './MailContent';

const Attachments = ({ attachments }: { attachments: readonly ShownAttachment[] }) => {
  const text = useText();
  const { size } = useFormats();
  return (
    <Box>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('content.attachments')}
      </Typography>
      <Flex
        tag="ul"
        aria-label={text('content.attachments')}
        direction="column"
        alignItems="stretch"
        gap={1}
        paddingTop={2}
      >
        {attachments.map(({ name, type, size: bytes }, position) => (
          <Flex key={position} tag="li" gap={2} wrap="wrap" style={{ overflowWrap: 'anywhere' }}>
            <Typography textColor="neutral800">{name ?? text('content.attachment.unnamed')}</Typography>
            <Typography variant="pi" textColor="neutral600">
              {type}, {size(bytes)}
            </Typography>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
};

const Note = ({ children }: { children: string }) => (
  <Typography textColor="neutral600" lineHeight={6}>
    {children}
  </Typography>
);

const Message = ({ content, tallest }: { content: ReadableContent; tallest: number | undefined }) => {
  const text = useText();
  const { attachments, html, partial } = content;
  const isEmpty = !html?.trim() && !content.text?.trim();
  return (
    <>
      {isEmpty ? (
        <Note>{text('content.empty')}</Note>
      ) : (
        <MailContent html={html} text={content.text} title={text('content.frame')} tallest={tallest} />
      )}
      {partial && <Note>{text('content.partial')}</Note>}
      {html?.includes(' data-remote-src="') && <Note>{text('content.remote')}</Note>}
      {attachments.length > 0 && <Attachments attachments={attachments} />}
    </>
  );
};

interface Props {
  query: { data?: InboundContent; error?: unknown; refetch: () => unknown };
  /** Height in pixels beyond which the message scrolls. */
  tallest?: number;
  /** Shown below a mail that could be read. */
  children?: (content: ReadableContent) => React.ReactNode;
}

/** What a received mail says, with the names of its attachments: while it loads, and where it cannot be had. */
export const ReceivedContent = ({ query, tallest, children }: Props) => {
  const text = useText();
  const errorText = useErrorText();
  const { size } = useFormats();
  const { data, error, refetch } = query;

  if (data?.shown) {
    return (
      <>
        <Message content={data} tallest={tallest} />
        {children?.(data)}
      </>
    );
  }
  if (data) {
    return (
      <Note>
        {data.reason === 'too_large'
          ? text('content.tooLarge', { limit: size(data.limit) })
          : text('content.notStored')}
      </Note>
    );
  }
  if (!error) {
    return (
      <Flex justifyContent="center" padding={6}>
        <Loader>{text('content.loading')}</Loader>
      </Flex>
    );
  }
  return (
    <LoadFailed message={`${text('content.failed')}: ${errorText(error)}`} onRetry={() => void refetch()} />
  );
};
