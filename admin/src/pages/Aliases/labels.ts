import { useForm } from '@strapi/strapi/admin';
import { useText, type TextKey } from '../../i18n';
import type { AliasValues } from './values';

type Name = Exclude<keyof AliasValues, 'rows'>;

const HINTS: Partial<Record<Name, TextKey>> = {
  name: 'alias.field.name.hint',
  domain: 'alias.field.domain.hint',
  entryStatus: 'alias.field.entryStatus.hint',
  autoReplies: 'alias.field.autoReplies.hint',
  active: 'alias.field.active.hint',
};

/** Label and explanation of a field, which those who may only look cannot change. */
export const useLabels = () => {
  const text = useText();
  const disabled = useForm('useLabels', (form) => form.disabled);
  return (name: Name) => {
    const hint = HINTS[name];
    return { name, disabled, label: text(`alias.field.${name}`), hint: hint && text(hint) };
  };
};

/** What the form holds. The context of Strapi's forms is typed for any form; ours has these values. */
export const useAliasValues = (): AliasValues =>
  useForm('useAliasValues', (form) => form.values as AliasValues);
