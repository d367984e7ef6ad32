import * as React from 'react';
import { Alert, Flex, Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';
import type { Alias, AliasSuggestion, MappingProposal } from '../../../../contracts';
import { Panel, useContentTypes } from '../../components';
import { useSentences, useText } from '../../i18n';
import { langOf, validityWords } from '../../words';
import { ContentTypeChoice } from './ContentTypeChoice';
import { useAliasValues, useLabels } from './labels';
import { MappingFields } from './MappingFields';
import { useProposal } from './useProposal';

/** Says why a saved alias makes no entries any more. */
const Invalid = ({ alias }: { alias: Alias }) => {
  const text = useText();
  const { readable } = useContentTypes();
  const sentences = useSentences();
  const [isClosed, setClosed] = React.useState(false);
  if (alias.validity !== 'invalid' || isClosed) return null;
  const why = validityWords(alias, text, sentences);
  return (
    <Alert
      variant="danger"
      title={text('alias.invalid')}
      closeLabel={text('test.close')}
      onClose={() => setClosed(true)}
    >
      {why && <span lang={langOf(why)}>{readable(why.words)}</span>}
    </Alert>
  );
};

const Address = ({ suggestion }: { suggestion: AliasSuggestion | undefined }) => {
  const text = useText();
  const labels = useLabels();
  const name = labels('name');
  const hint = suggestion?.name === null ? text('alias.suggestion.none') : name.hint;
  return (
    <Panel title={text('alias.panel.address')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
          <InputRenderer type="string" required placeholder="support" {...name} hint={hint} />
        </Grid.Item>
        <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
          <InputRenderer type="string" placeholder="example.com" {...labels('domain')} />
        </Grid.Item>
      </Grid.Root>
    </Panel>
  );
};

const EntryFields = ({ proposal }: { proposal: MappingProposal | null }) => {
  const text = useText();
  const labels = useLabels();
  const locales = (proposal?.locales ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <>
      {proposal?.draftAndPublish && (
        <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
          <InputRenderer
            type="enumeration"
            required
            options={(['draft', 'published'] as const).map((value) => ({
              value,
              label: text(`alias.field.entryStatus.${value}`),
            }))}
            {...labels('entryStatus')}
          />
        </Grid.Item>
      )}
      {locales.length > 0 && (
        <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
          <InputRenderer
            type="enumeration"
            options={locales}
            placeholder={text('alias.field.entryLocale.default')}
            {...labels('entryLocale')}
          />
        </Grid.Item>
      )}
    </>
  );
};

const Behaviour = () => {
  const text = useText();
  const labels = useLabels();
  return (
    <Panel title={text('alias.panel.behaviour')}>
      <Grid.Root gap={5}>
        <Grid.Item col={12} alignItems="stretch" direction="column">
          <InputRenderer
            type="enumeration"
            required
            options={(['ignore', 'create'] as const).map((value) => ({
              value,
              label: text(`alias.field.autoReplies.${value}`),
            }))}
            {...labels('autoReplies')}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
          <InputRenderer type="boolean" required {...labels('active')} />
        </Grid.Item>
      </Grid.Root>
    </Panel>
  );
};

interface Props {
  /** Null: it is not saved yet. */
  alias: Alias | null;
  suggestion: AliasSuggestion | undefined;
}

/** Everything that can be set, in the order in which one thinks of it. */
export const AliasFields = ({ alias, suggestion }: Props) => {
  const text = useText();
  const { contentType } = useAliasValues();
  const { proposal } = useProposal(contentType);
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {alias && <Invalid alias={alias} />}
      <Address suggestion={suggestion} />
      <Panel title={text('alias.panel.entry')}>
        <Grid.Root gap={5}>
          <Grid.Item col={12} alignItems="stretch" direction="column">
            <ContentTypeChoice />
          </Grid.Item>
          <EntryFields proposal={proposal} />
        </Grid.Root>
      </Panel>
      {proposal && <MappingFields attributes={proposal.attributes} />}
      <Behaviour />
    </Flex>
  );
};
