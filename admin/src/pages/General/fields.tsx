import type * as React from 'react';
import { Grid } from '@strapi/design-system';
import { InputRenderer, useForm } from '@strapi/strapi/admin';
import { useText } from '../../i18n';
import type { Field, GeneralValues } from './values';

/** What applies where a field is empty, by the field. */
export type Defaults = Partial<Record<Field, string>>;

/** The values as they are typed. The context of Strapi's forms is typed for any form; these fields stand in ours alone. */
export const useValues = (): GeneralValues => useForm('General', ({ values }) => values as GeneralValues);

/** Label and explanation of a field, which those who may only look cannot change. */
export const useLabels = () => {
  const text = useText();
  const disabled = useForm('General', (form) => form.disabled);
  return (name: Field) => {
    const hint = `general.field.${name}.hint`;
    return {
      name,
      disabled,
      label: text(`general.field.${name}`),
      hint: text.has(hint) ? text(hint) : undefined,
    };
  };
};

/** One half of the row, or all of it in narrow windows. */
export const Half = ({ children }: { children: React.ReactNode }) => (
  <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
    {children}
  </Grid.Item>
);

interface TextProps {
  name: Exclude<Field, 'rewriting' | 'delimiter'>;
  placeholder?: string;
}

/** A field of one line. */
export const TextField = ({ name, placeholder }: TextProps) => {
  const labels = useLabels();
  return <InputRenderer type="string" placeholder={placeholder} autoComplete="off" {...labels(name)} />;
};
