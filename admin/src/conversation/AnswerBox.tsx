import * as React from 'react';
import { Box, Button, Field, Flex, Radio, Textarea, Typography } from '@strapi/design-system';
import { PaperPlane, Pencil } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Thread } from '../../../contracts';
import { useErrorText, usePostMessageMutation } from '../api';
import { useFormats, useText } from '../i18n';
import { ChosenFiles } from './ChosenFiles';
import { filesProblem } from './filesProblem';
import { useDraft, type Draft, type Words } from './useDraft';

interface Props {
  thread: Thread;
  onPosted: () => void;
}

/** The choice between an answer and a note: the two must not be mistaken for each other. */
const Kind = ({ draft, onChange }: { draft: Draft; onChange: (words: Words) => void }) => {
  const text = useText();
  return (
    <Radio.Group
      aria-label={text('conversation.kind')}
      value={draft.isNote ? 'note' : 'answer'}
      onValueChange={(kind) => onChange({ ...draft, isNote: kind === 'note' })}
    >
      <Flex gap={4} wrap="wrap">
        <Radio.Item value="answer">{text('conversation.kind.answer')}</Radio.Item>
        <Radio.Item value="note">{text('conversation.kind.note')}</Radio.Item>
      </Flex>
    </Radio.Group>
  );
};

/** Sends what was written. What failed is said where the text still stands. */
const usePost = ({ thread, onPosted }: Props, draft: Draft, setDraft: (words: Words) => void) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [post, { isLoading }] = usePostMessageMutation();
  const [problem, setProblem] = React.useState<string | null>(null);

  const send = async () => {
    setProblem(null);
    const { text: words, isNote: note, files, requestId } = draft;
    const message = { ...(words.trim() === '' ? {} : { text: words }), note, requestId };
    const answer = await post({ threadId: thread.documentId, message, files });
    if ('error' in answer) {
      setProblem(text('conversation.failed', { problem: errorText(answer.error) }));
      return;
    }
    toggleNotification({
      type: 'success',
      message: text(draft.isNote ? 'conversation.noted' : 'conversation.sent'),
    });
    setDraft({ text: '', isNote: draft.isNote, files: [] });
    onPosted();
  };
  return { send, isLoading, problem };
};

/** Where an answer or a note is written. */
export const AnswerBox = ({ thread, onPosted }: Props) => {
  const text = useText();
  const { list } = useFormats();
  const [draft, setDraft] = useDraft(thread.documentId);
  const { send, isLoading, problem } = usePost({ thread, onPosted }, draft, setDraft);
  const people = thread.followers
    .filter(({ state, channel }) => state === 'active' && channel === 'email')
    .filter(({ documentId }) => documentId !== thread.own?.documentId)
    .map(({ name, address }) => name || address);
  const isAnswer = !draft.isNote;
  const isEmpty = draft.text.trim() === '' && draft.files.length === 0;
  const unfit = filesProblem(draft.files);
  const shown = unfit ? text(unfit.key, unfit.values) : problem;
  const isNobody = isAnswer && people.length === 0;
  const answerHint = isNobody
    ? text('conversation.nobody')
    : text('conversation.answer.hint', { people: list(people) });

  /** Office programs put a picture of the text beside it: text is pasted as text. */
  const take = (event: React.SyntheticEvent, { files, types }: DataTransfer) => {
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    setDraft({ ...draft, files: [...draft.files, ...files] });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Kind draft={draft} onChange={setDraft} />
      <Field.Root
        name="mail-gateway-answer"
        hint={isAnswer ? answerHint : text('conversation.note.hint')}
        error={shown ?? false}
      >
        <Field.Label>{text(isAnswer ? 'conversation.answer' : 'conversation.note')}</Field.Label>
        <Textarea
          value={draft.text}
          disabled={isLoading}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) =>
            setDraft({ ...draft, text: event.target.value })
          }
          onPaste={(event: React.ClipboardEvent) => take(event, event.clipboardData)}
          onDrop={(event: React.DragEvent) => take(event, event.dataTransfer)}
        />
        <Field.Hint />
        {shown !== null && (
          <Box role="alert">
            <Typography variant="pi" textColor="danger600">
              {shown}
            </Typography>
          </Box>
        )}
      </Field.Root>
      <ChosenFiles
        files={draft.files}
        isDisabled={isLoading}
        onChange={(files) => setDraft({ ...draft, files })}
      />
      <Box>
        <Button
          startIcon={isAnswer ? <PaperPlane /> : <Pencil />}
          variant={isAnswer ? 'default' : 'secondary'}
          loading={isLoading}
          disabled={isEmpty || isNobody || unfit !== null}
          onClick={() => void send()}
        >
          {text(isAnswer ? 'conversation.send' : 'conversation.save')}
        </Button>
      </Box>
    </Flex>
  );
};
