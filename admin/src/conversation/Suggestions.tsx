import * as React from 'react';
import { Box, Flex, Link, TextButton, Typography } from '@strapi/design-system';
import { Check, Cross, Lock } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Suggestion } from '../../../contracts';
import {
  useDecideSuggestionMutation,
  useErrorText,
  useSuggestionContentQuery,
  useSuggestionsQuery,
  type SuggestionDecision,
} from '../api';
import { ReceivedContent, When, WrappingButton } from '../components';
import { useSentences, useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { PLUGIN_ID } from '../pluginId';
import { newRequestId } from '../requestId';
import { ownSentence } from '../words';
import type { Place } from './Message';

interface Props {
  threadId: string;
  place: Place;
  /** A mail was added to the conversation. */
  onAccepted: () => void;
}

const ICONS = { message: <Check />, note: <Lock />, refuse: <Cross /> };

/** One for each decision, kept over failed tries: the answer to one may have been lost on the way. */
const newRequestIds = (): Record<SuggestionDecision, string> => ({
  message: newRequestId(),
  note: newRequestId(),
  refuse: newRequestId(),
});

/** The likely one first: what a colleague wrote must not reach customers by a hasty click. */
const choicesFor = ({ noteBecause }: Suggestion): SuggestionDecision[] => {
  if (noteBecause === 'answers_note') return ['note', 'refuse'];
  return noteBecause === 'colleague' ? ['note', 'message', 'refuse'] : ['message', 'note', 'refuse'];
};

/** Beyond it, in pixels, what a mail says scrolls: the choices stay near. */
const TALLEST = 320;

/** What the mail says, asked for when somebody wants to read it. */
const Words = ({ documentId }: Pick<Suggestion, 'documentId'>) => (
  <ReceivedContent
    query={useSuggestionContentQuery(documentId, { refetchOnMountOrArgChange: true })}
    tallest={TALLEST}
  />
);

/** One mail that may belong here. */
const Candidate = ({ mail, threadId, place, onAccepted }: Props & { mail: Suggestion }) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const mayReadReceived = useMay(PERMISSIONS.readReceived);
  const [decide, { isLoading, originalArgs }] = useDecideSuggestionMutation();
  const [requestIds] = React.useState(newRequestIds);
  const [isOpen, setOpen] = React.useState(false);
  const own = ownSentence('suggestion', mail.about, useSentences());
  const { answersTo, documentId, explanation, from, fromName, noteBecause, receivedAt, subject } = mail;
  const sender = fromName ? `${fromName} <${from}>` : from;

  const settle = async (decision: SuggestionDecision): Promise<void> => {
    const answer = await decide({ documentId, threadId, decision, requestId: requestIds[decision] });
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    const message =
      decision === 'message' && answersTo !== null
        ? text('conversation.suggestion.done.elsewhere', { address: answersTo })
        : text(`conversation.suggestion.done.${decision}`);
    toggleNotification({ type: 'success', message });
    if (decision !== 'refuse') onAccepted();
  };

  return (
    <Box
      tag="li"
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      padding={place === 'panel' ? 2 : 3}
    >
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
            {sender}
          </Typography>
          {receivedAt !== null && <When instant={receivedAt} variant="pi" textColor="neutral600" />}
        </Flex>
        <Typography style={{ overflowWrap: 'anywhere' }}>{subject}</Typography>
        <Typography
          variant="pi"
          textColor="neutral600"
          lang={own === null ? 'en' : undefined}
          style={{ overflowWrap: 'anywhere' }}
        >
          {own ?? explanation}
        </Typography>
        <Flex>
          <TextButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {text(isOpen ? 'conversation.suggestion.hide' : 'conversation.suggestion.show')}
          </TextButton>
        </Flex>
        {isOpen && <Words documentId={documentId} />}
        {answersTo !== null && noteBecause !== 'answers_note' && (
          <Typography
            variant="pi"
            fontWeight="bold"
            textColor="danger600"
            style={{ overflowWrap: 'anywhere' }}
          >
            {text('conversation.suggestion.answersTo', { address: answersTo })}
          </Typography>
        )}
        {noteBecause !== null && (
          <Typography variant="pi" fontWeight="bold">
            {text(`conversation.suggestion.because.${noteBecause}`)}
          </Typography>
        )}
        <Flex gap={2} wrap="wrap">
          {choicesFor(mail).map((decision, position) => (
            <WrappingButton
              key={decision}
              size="S"
              variant={position === 0 ? 'secondary' : 'tertiary'}
              startIcon={ICONS[decision]}
              disabled={isLoading}
              loading={isLoading && originalArgs?.decision === decision}
              onClick={() => void settle(decision)}
            >
              {text(`conversation.suggestion.${decision}`)}
            </WrappingButton>
          ))}
          {mayReadReceived && (
            <Link tag={RouterLink} to={`/plugins/${PLUGIN_ID}/received/${documentId}`}>
              {text('conversation.received')}
            </Link>
          )}
        </Flex>
      </Flex>
    </Box>
  );
};

/** Mails that may belong to the conversation, and that nothing proves to: those who may answer decide. */
export const Suggestions = (props: Props) => {
  const text = useText();
  const { data: mails = [] } = useSuggestionsQuery(props.threadId, { refetchOnMountOrArgChange: true });
  if (mails.length === 0) return null;
  return (
    <Box
      tag="section"
      background="warning100"
      hasRadius
      padding={props.place === 'panel' ? 2 : 4}
      aria-label={text('conversation.suggestions')}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography variant="sigma" tag="h3" textColor="neutral800">
          {text('conversation.suggestions')}
        </Typography>
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {mails.map((mail) => (
            <Candidate key={mail.documentId} mail={mail} {...props} />
          ))}
        </Flex>
      </Flex>
    </Box>
  );
};
