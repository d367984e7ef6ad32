import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Clock, CrossCircle, WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { MessageMail } from '../../../contracts';
import { useSentences, useText } from '../i18n';
import { langOf, meaningOf, outboundExplanation, type Meaning } from '../words';

const SIGNS: Record<Meaning, React.ReactNode> = {
  waits: <Clock fill="neutral500" />,
  good: <CheckCircle fill="success500" />,
  doubt: <WarningCircle fill="warning500" />,
  trouble: <CrossCircle fill="danger500" />,
};

/** Addresses may be longer than the panel is wide. */
const Words = styled(Box)`
  min-width: 0;
  overflow-wrap: anywhere;
`;

const Mark = ({ mail }: { mail: MessageMail }) => {
  const text = useText();
  const sentences = useSentences();
  const { recipient, state, serverName } = mail;
  const explanation = outboundExplanation(mail, text, sentences);
  const isAtServer = state === 'accepted' && serverName !== null;
  return (
    <Flex tag="li" gap={2} alignItems="flex-start">
      <Flex aria-hidden shrink={0} paddingTop="2px">
        {SIGNS[meaningOf(state)]}
      </Flex>
      <Words>
        <Typography tag="p" variant="pi" textColor="neutral700">
          {isAtServer
            ? text('conversation.mail.accepted.by', { recipient, server: serverName })
            : text(`conversation.mail.${state}`, { recipient })}
        </Typography>
        {explanation && (
          <Typography tag="p" variant="pi" textColor="neutral600" lang={langOf(explanation)}>
            {explanation.words}
          </Typography>
        )}
      </Words>
    </Flex>
  );
};

/** What became of the mails that left because of a message, one for each recipient. */
export const Marks = ({ mails }: { mails: readonly MessageMail[] }) => {
  const text = useText();
  if (mails.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1} aria-label={text('conversation.mails')}>
      {mails.map((mail) => (
        <Mark key={mail.documentId} mail={mail} />
      ))}
    </Flex>
  );
};
