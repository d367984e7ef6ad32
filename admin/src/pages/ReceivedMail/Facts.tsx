import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { InboundEmailDetail } from '../../../../contracts';
import { useFormats, useText, type Text } from '../../i18n';
import { envelopeOf } from './envelope';
import { Panel } from '../../components';

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <Box>
    <Typography variant="sigma" textColor="neutral600" tag="dt">
      {name}
    </Typography>
    <Typography tag="dd" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Typography>
  </Box>
);

const sourceText = ({ sourceType, sourceName }: InboundEmailDetail, text: Text): string => {
  const name = sourceName ?? sourceType ?? text('facts.unknown');
  const key = `facts.source.${sourceType ?? 'other'}`;
  return text(text.has(key) ? key : 'facts.source.other', { name });
};

/** What is known of the mail and of its way here. */
export const Facts = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const { exact, size } = useFormats();
  const envelope = envelopeOf(mail.envelope);
  const sender = envelope.sender === '' ? text('facts.sender.null') : envelope.sender;
  const from = [mail.fromName, mail.from].filter(Boolean).join(' · ');
  const client = [envelope.clientIp, envelope.helo].filter(Boolean).join(', ');

  const facts: [string, string | null][] = [
    [text('facts.from'), from || text('mail.noSender')],
    [text('facts.received'), mail.receivedAt === null ? null : exact(mail.receivedAt)],
    [text('facts.size'), mail.size === null ? null : size(mail.size)],
    [text('facts.source'), sourceText(mail, text)],
    [text('facts.sender'), sender],
    [text('facts.recipients'), envelope.recipients.join(', ')],
    [text('facts.client'), client],
    [text('facts.messageId'), mail.messageId],
    [text('facts.code'), mail.reason],
    [text('facts.attempts'), String(mail.attempts)],
    [text('facts.original'), text(mail.rawStored ? 'facts.original.stored' : 'facts.original.missing')],
  ];

  return (
    <Panel title={text('facts.title')}>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
      </Flex>
    </Panel>
  );
};
