import { Box, Field, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { InputRenderer, useField, useForm } from '@strapi/strapi/admin';
import type { AliasAttribute } from '../../../../contracts';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { ANY_HEADER, typeWords } from '../../words';
import { FixedInput } from './FixedInput';
import { FIXED, isMissing, isShown, NOTHING, type MappingRow } from './rows';
import { useSourceText } from './useSourceText';

/** Where the value of one attribute comes from. */
const Source = ({ attribute, row }: { attribute: AliasAttribute; row: MappingRow }) => {
  const text = useText();
  const sourceText = useSourceText();
  const disabled = useForm('Source', (form) => form.disabled);
  const path = `rows.${attribute.name}.choice`;
  const { error, onChange } = useField<string>(path);
  const { hasDefault, name, required, sources, takesValue } = attribute;

  const offered = [...sources, ...(takesValue ? [FIXED] : [])];
  // A source that does not fit any more is shown, so that it can be seen and changed.
  const stale = row.choice !== NOTHING && !offered.includes(row.choice) ? [row.choice] : [];
  return (
    <Field.Root name={path} required={required} error={error} hint={typeWords(attribute.type, text)}>
      <Field.Label>{name}</Field.Label>
      <SingleSelect
        value={row.choice}
        disabled={disabled}
        onChange={(choice) => onChange(path, String(choice))}
      >
        {[...stale, ...offered].map((choice) => (
          <SingleSelectOption key={choice} value={choice}>
            {sourceText(choice)}
          </SingleSelectOption>
        ))}
        <SingleSelectOption value={NOTHING}>
          {text(hasDefault ? 'alias.source.default' : 'alias.source.nothing')}
        </SingleSelectOption>
      </SingleSelect>
      {isMissing(attribute, row) ? (
        <Typography variant="pi" textColor="danger600">
          {text('alias.mapping.missing', { attribute: name })}
        </Typography>
      ) : (
        <Field.Hint />
      )}
      <Field.Error />
    </Field.Root>
  );
};

const Row = ({ attribute }: { attribute: AliasAttribute }) => {
  const text = useText();
  const disabled = useForm('Row', (form) => form.disabled);
  const { value: row } = useField<MappingRow>(`rows.${attribute.name}`);
  if (!row) return null;
  return (
    <Flex tag="li" direction="column" alignItems="stretch" gap={3}>
      <Source attribute={attribute} row={row} />
      {row.choice === ANY_HEADER && (
        <Box paddingLeft={4}>
          <InputRenderer
            type="string"
            required
            placeholder="X-Priority"
            name={`rows.${attribute.name}.header`}
            label={text('alias.mapping.header', { attribute: attribute.name })}
            disabled={disabled}
          />
        </Box>
      )}
      {row.choice === FIXED && (
        <Box paddingLeft={4}>
          <FixedInput attribute={attribute} />
        </Box>
      )}
    </Flex>
  );
};

/** One row for each attribute of the content type. */
export const MappingFields = ({ attributes }: { attributes: readonly AliasAttribute[] }) => {
  const text = useText();
  return (
    <Panel title={text('alias.panel.mapping')}>
      <Typography textColor="neutral600">{text('alias.mapping.explained')}</Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={5}>
        {attributes.filter(isShown).map((attribute) => (
          <Row key={attribute.name} attribute={attribute} />
        ))}
      </Flex>
    </Panel>
  );
};
