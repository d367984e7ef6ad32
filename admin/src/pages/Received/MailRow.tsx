import { Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { InboundEmail } from '../../../../contracts';
import { Cell, EntryLink, OpeningRow, StateBadge, useContentTypes, When } from '../../components';
import { useFormats, useText, type Text } from '../../i18n';

const TwoLines = styled(Typography)`
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
`;

const SubjectLink = styled(Link)`
  &,
  & > span {
    color: ${({ theme }) => theme.colors.neutral800};
    font-size: ${({ theme }) => theme.fontSizes[2]};
    font-weight: ${({ theme }) => theme.fontWeights.bold};
    line-height: ${({ theme }) => theme.lineHeights[6]};
    text-align: start;
  }
`;

/** Name and address of the sender, as far as the mail has them. */
export const senderOf = ({ from, fromName }: Pick<InboundEmail, 'from' | 'fromName'>): string =>
  [fromName, from].filter(Boolean).join(' · ');

/**
 * What speaks for itself needs no sentence in the list: the badge and the link say it. The server's sentences are English;
 * in other languages the reason stands for them.
 */
const sentenceOf = ({ state, reason, explanation }: InboundEmail, text: Text): string | null => {
  if (state === 'delivered') return null;
  const key = `reason.${reason ?? ''}`;
  return !text.isEnglish && text.has(key) ? text(key) : explanation;
};

/** One mail of the list. A click anywhere on it opens it; the subject is the link for keyboards. */
export const MailRow = ({ mail }: { mail: InboundEmail }) => {
  const text = useText();
  const { size } = useFormats();
  const { readable } = useContentTypes();
  const subject = mail.subject || text('mail.noSubject');
  const sender = senderOf(mail) || text('mail.noSender');
  const sentence = sentenceOf(mail, text);

  return (
    <OpeningRow to={mail.documentId}>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <SubjectLink
            tag={RouterLink}
            to={mail.documentId}
            aria-label={text('received.open', { subject, sender })}
          >
            {subject}
          </SubjectLink>
          <Typography variant="pi" textColor="neutral600">
            {sender}
          </Typography>
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Flex gap={3} wrap="wrap">
            <StateBadge mail={mail} />
            {mail.contentType !== null && mail.entryDocumentId !== null && (
              <EntryLink contentType={mail.contentType} documentId={mail.entryDocumentId} subject={subject} />
            )}
          </Flex>
          {sentence && (
            <TwoLines variant="pi" textColor="neutral600" title={readable(sentence)}>
              {readable(sentence)}
            </TwoLines>
          )}
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          {mail.receivedAt !== null && <When instant={mail.receivedAt} textColor="neutral800" />}
          {mail.size !== null && (
            <Typography variant="pi" textColor="neutral600">
              {size(mail.size)}
            </Typography>
          )}
        </Flex>
      </Cell>
    </OpeningRow>
  );
};
