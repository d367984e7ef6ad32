import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { InboundEmailDetail, ReadableContent, ShownAttachment } from '../../../../contracts';
import { useErrorText, useReceivedContentQuery } from '../../api';
import { LoadFailed, MailContent, Panel } from '../../components';
import { useFormats, useText } from '../../i18n';
import { Headers } from './Headers';
import { Original } from './Original';

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

const Message = ({ content }: { content: ReadableContent }) => {
  const text = useText();
  const { attachments, headers, headersCut, html, partial } = content;
  const isEmpty = !html?.trim() && !content.text?.trim();
  return (
    <>
      {isEmpty ? (
        <Note>{text('content.empty')}</Note>
      ) : (
        <MailContent html={html} text={content.text} title={text('content.frame')} />
      )}
      {partial && <Note>{text('content.partial')}</Note>}
      {html?.includes(' data-remote-src="') && <Note>{text('content.remote')}</Note>}
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {headers.length > 0 && <Headers headers={headers} isCut={headersCut} />}
    </>
  );
};

const useContent = (documentId: string) =>
  useReceivedContentQuery(documentId, { refetchOnMountOrArgChange: true });

type Query = ReturnType<typeof useContent>;

const Body = ({ query }: { query: Query }) => {
  const text = useText();
  const errorText = useErrorText();
  const { size } = useFormats();
  const { data, error, refetch } = query;

  if (data?.shown) return <Message content={data} />;
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

/** What the mail says, and the way to its original. */
export const Content = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const query = useContent(mail.documentId);
  return (
    <Panel title={text('content.title')}>
      <Body query={query} />
      {mail.rawStored && <Original documentId={mail.documentId} />}
    </Panel>
  );
};
