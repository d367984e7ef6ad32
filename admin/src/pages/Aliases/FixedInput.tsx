import { InputRenderer, useForm } from '@strapi/strapi/admin';
import type { AliasAttribute } from '../../../../contracts';
import { useText, type Text, type TextKey } from '../../i18n';
import { fixedInputKind } from './fixed';

const HINTS: Partial<Record<string, TextKey>> = {
  media: 'alias.fixed.media.hint',
  relation: 'alias.fixed.relation.hint',
};

const optionsOf = ({ type, enum: values }: AliasAttribute, text: Text) =>
  type === 'boolean'
    ? [
        { value: 'true', label: text('alias.fixed.true') },
        { value: 'false', label: text('alias.fixed.false') },
      ]
    : (values ?? []).map((value) => ({ value, label: value }));

/** A value that every entry gets, in a field that suits the attribute's type. */
export const FixedInput = ({ attribute }: { attribute: AliasAttribute }) => {
  const text = useText();
  const disabled = useForm('FixedInput', (form) => form.disabled);
  const { name, type } = attribute;
  const kind = fixedInputKind(attribute);
  const hint = kind === 'json' ? 'alias.fixed.json.hint' : HINTS[type];
  const field = {
    name: `rows.${name}.value`,
    label: text('alias.fixed', { attribute: name }),
    hint: hint && text(hint),
    required: true,
    disabled,
  };
  switch (kind) {
    case 'choice':
      return <InputRenderer type="enumeration" options={optionsOf(attribute, text)} {...field} />;
    case 'date':
    case 'datetime':
    case 'time':
      return <InputRenderer type={kind} {...field} />;
    case 'lines':
    case 'json':
      return <InputRenderer type="text" {...field} />;
    case 'line':
      return <InputRenderer type="string" {...field} />;
  }
};
