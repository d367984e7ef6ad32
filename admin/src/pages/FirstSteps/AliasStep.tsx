import * as React from 'react';
import {
  Box,
  Button,
  Field,
  Flex,
  Link,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { Alias } from '../../../../contracts';
import {
  useIssues,
  useAliasesQuery,
  useContentTypesQuery,
  useCreateAliasMutation,
  useErrorText,
} from '../../api';
import { useContentTypes } from '../../components';
import { useSentences, useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { langOf, validityWords } from '../../words';
import { aliasStateOf, aliasUseOf, mostTelling } from './state';
import { Line, Step, StepFailed, Why } from './Step';

const AliasForm = () => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useErrorText();
  const { nameOf } = useContentTypes();
  const { data: contentTypes } = useContentTypesQuery(undefined);
  const [name, setName] = React.useState('support');
  const [chosen, setChosen] = React.useState<string | null>(null);
  const [create, { error, isLoading }] = useCreateAliasMutation();
  const issues = error ? issuesOf(error) : {};
  // The mapping of a new alias is proposed by the server; what is wrong with it belongs to the content type here.
  const ofType = error && !issues.name ? errorText(error) : undefined;

  const choices = (contentTypes ?? [])
    .filter(({ kind, uid }) => kind === 'collectionType' && uid.startsWith('api::'))
    .map(({ uid }) => ({ uid, label: nameOf(uid) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const contentType = chosen ?? '';

  if (contentTypes && choices.length === 0) return <Why>{text('steps.alias.noType')}</Why>;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void create({ name, contentType });
  };
  return (
    <Box tag="form" maxWidth="48rem" onSubmit={submit}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Field.Root name="name" error={issues.name} hint={text('steps.alias.name.hint')} required>
          <Field.Label>{text('steps.alias.name')}</Field.Label>
          <TextInput
            value={name}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <Field.Root name="contentType" error={ofType} required>
          <Field.Label>{text('steps.alias.contentType')}</Field.Label>
          <SingleSelect
            placeholder={text('steps.alias.contentType.choose')}
            value={contentType}
            onChange={(value: string | number) => setChosen(String(value))}
          >
            {choices.map(({ uid, label }) => (
              <SingleSelectOption key={uid} value={uid}>
                {label}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Error />
        </Field.Root>
        <Box>
          <Button type="submit" loading={isLoading} disabled={name.trim() === '' || contentType === ''}>
            {text('steps.alias.create')}
          </Button>
        </Box>
      </Flex>
    </Box>
  );
};

const SHOWN = 3;

const AliasLine = ({ alias }: { alias: Alias }) => {
  const text = useText();
  const { nameOf, readable } = useContentTypes();
  const sentences = useSentences();
  const { address, contentType, documentId } = alias;
  const use = aliasUseOf(alias);
  const why = use === 'invalid' ? validityWords(alias, text, sentences) : null;
  if (use === 'works')
    return <Line>{text('steps.alias.done', { address, contentType: nameOf(contentType) })}</Line>;
  return (
    <Line
      to={`../mail-gateway/aliases/${documentId}`}
      link={text('steps.server.open', { name: address })}
      reason={why && <span lang={langOf(why)}>{readable(why.words)}</span>}
    >
      {text(`steps.alias.${use}`, { address })}
    </Line>
  );
};

const Aliases = ({ aliases }: { aliases: readonly Alias[] }) => {
  const text = useText();
  const shown = mostTelling(aliases, (alias) => aliasStateOf([alias]), SHOWN);
  return (
    <Flex direction="column" alignItems="flex-start" gap={3}>
      {shown.map((alias) => (
        <AliasLine key={alias.documentId} alias={alias} />
      ))}
      {aliases.some(({ address }) => !address.includes('@')) && <Why>{text('steps.alias.noDomain')}</Why>}
      <Link tag={RouterLink} to="../mail-gateway/aliases">
        {text('steps.alias.all')}
      </Link>
    </Flex>
  );
};

/** The first alias: what mail to an address becomes. */
export const AliasStep = ({ number }: { number: number }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const { data, error, refetch } = useAliasesQuery(1);
  const aliases = data?.data ?? [];
  return (
    <Step number={number} title={text('steps.alias.title')} state={aliasStateOf(aliases)}>
      {aliases.length > 0 ? (
        <Aliases aliases={aliases} />
      ) : (
        <>
          <Why>{text('steps.alias.why')}</Why>
          {error && <StepFailed error={error} onRetry={() => void refetch()} />}
          {data && (mayUpdate ? <AliasForm /> : <Why>{text('steps.ask')}</Why>)}
        </>
      )}
    </Step>
  );
};
