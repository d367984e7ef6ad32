import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useField, useForm, useNotification } from '@strapi/strapi/admin';
import { useAliasContentTypesQuery, useErrorText, useLazyMappingProposalQuery } from '../../api';
import { useContentTypes } from '../../components';
import { useText } from '../../i18n';
import { retarget, type AliasValues } from './values';

/** Chooses what mail becomes. Another content type brings the mapping that is proposed for it. */
export const ContentTypeChoice = () => {
  const text = useText();
  const errorText = useErrorText();
  const { nameOf } = useContentTypes();
  const { toggleNotification } = useNotification();
  const { data: known = [] } = useAliasContentTypesQuery(undefined);
  const [loadProposal, { isFetching }] = useLazyMappingProposalQuery();
  const { value, error, initialValue } = useField<string | null>('contentType');
  const disabled = useForm('ContentTypeChoice', (form) => form.disabled);
  const getValues = useForm('ContentTypeChoice', (form) => form.getValues);
  const setValues = useForm('ContentTypeChoice', (form) => form.setValues);

  const choose = async (uid: string) => {
    const answer = await loadProposal(uid, true);
    // The context of Strapi's forms is typed for any form; this field stands in ours alone.
    if (answer.data) setValues(retarget(getValues() as AliasValues, answer.data));
    else if (answer.error) toggleNotification({ type: 'danger', message: errorText(answer.error) });
  };

  const gone = [value, initialValue].filter(
    (uid): uid is string => typeof uid === 'string' && known.every((one) => one.uid !== uid)
  );
  return (
    <Field.Root name="contentType" required error={error} hint={text('alias.field.contentType.hint')}>
      <Field.Label>{text('alias.field.contentType')}</Field.Label>
      <SingleSelect
        value={value ?? undefined}
        placeholder={text('alias.field.contentType.choose')}
        disabled={disabled || isFetching}
        onChange={(uid) => void choose(String(uid))}
      >
        {known.map(({ uid, displayName }) => (
          <SingleSelectOption key={uid} value={uid}>
            {displayName}
          </SingleSelectOption>
        ))}
        {known.length > 0 &&
          [...new Set(gone)].map((uid) => (
            <SingleSelectOption key={uid} value={uid} disabled>
              {text('alias.field.contentType.gone', { contentType: nameOf(uid) })}
            </SingleSelectOption>
          ))}
      </SingleSelect>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
