import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { InboundEmailDetail } from '../../../../contracts';
import { EntryLink, Panel, StateBadge, useContentTypes } from '../../components';
import { useFormats, useText, type Text } from '../../i18n';

type Action = InboundEmailDetail['actions'][number];

const ActionLine = ({ action }: { action: Action }) => {
  const text = useText();
  const { nameOf } = useContentTypes();
  const { contentType, entry } = action;
  const name = nameOf(contentType);
  return (
    <Flex tag="li" gap={3} wrap="wrap" background="neutral100" hasRadius padding={3}>
      <Typography>{text(`result.action.${action.type}`, { contentType: name })}</Typography>
      {contentType !== null && entry !== null && (
        <EntryLink contentType={contentType} documentId={entry}>
          {text('entry.open', { contentType: name })}
        </EntryLink>
      )}
      {action.type !== 'report' && entry === null && (
        <Typography textColor="neutral600">{text('result.action.undone')}</Typography>
      )}
    </Flex>
  );
};

const flagText = (flag: string, text: Text): string => {
  const key = `flag.${flag}`;
  return text.has(key) ? text(key) : flag;
};

const List = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <Box>
    <Typography variant="sigma" textColor="neutral600" tag="h3">
      {title}
    </Typography>
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
      {children}
    </Flex>
  </Box>
);

/**
 * The server's sentence; where it only repeats what the list of actions shows, one without ids. In other languages than
 * English what the state means comes first, and the server's sentence, with its details, below.
 */
const useSentences = ({
  state,
  reason,
  explanation,
}: InboundEmailDetail): { own?: string; server?: string } => {
  const text = useText();
  const { readable } = useContentTypes();
  const exact = `means.${state}.${reason ?? ''}`;
  if (text.has(exact)) return { own: text(exact) };
  if (!explanation) return { own: text(`means.${state}`) };
  const server = readable(explanation);
  return text.isEnglish ? { server } : { own: text(`means.${state}`), server };
};

/** What became of the mail, why, and what it did. */
export const Result = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const { relative } = useFormats();
  const { own, server } = useSentences(mail);
  const reason = `reason.${mail.reason ?? ''}`;

  return (
    <Panel title={text('result.title')}>
      <Flex gap={3} wrap="wrap">
        <StateBadge mail={mail} />
        {text.has(reason) && mail.state !== 'delivered' && (
          <Typography fontWeight="semiBold">{text(reason)}</Typography>
        )}
      </Flex>
      {own && <Typography lineHeight={6}>{own}</Typography>}
      {server && (
        <Typography lineHeight={6} lang="en" textColor={own ? 'neutral600' : 'neutral800'}>
          {server}
        </Typography>
      )}
      {mail.nextAttemptAt !== null && (
        <Typography textColor="neutral600">
          {text('result.retry', { attempts: mail.attempts, when: relative(mail.nextAttemptAt) })}
        </Typography>
      )}
      {mail.quiet && <Typography textColor="neutral600">{text('result.quiet')}</Typography>}
      {mail.actions.length > 0 && (
        <List title={text('result.actions')}>
          {mail.actions.map((action, position) => (
            <ActionLine key={position} action={action} />
          ))}
        </List>
      )}
      {mail.flags.length > 0 && (
        <List title={text('result.flags')}>
          {mail.flags.map((flag) => (
            <Typography key={flag} tag="li">
              {flagText(flag, text)}
            </Typography>
          ))}
        </List>
      )}
    </Panel>
  );
};
