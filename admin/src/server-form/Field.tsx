import type * as React from 'react';
import { Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';
import { useText } from '../i18n';
import { useField, type ServerKind } from './use-field';

/** Half of a row, in narrow windows a whole one. */
export const Half = ({ children }: { children: React.ReactNode }) => (
  <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
    {children}
  </Grid.Item>
);

/** A whole row. */
export const Whole = ({ children }: { children: React.ReactNode }) => (
  <Grid.Item col={12} alignItems="stretch" direction="column">
    {children}
  </Grid.Item>
);

interface ChoiceProps {
  kind: ServerKind;
  name: string;
  values: readonly string[];
}

/** One of several, each with a text of its own: `outgoing.field.encryption.tls`. */
export const Choice = ({ kind, name, values }: ChoiceProps) => {
  const text = useText();
  const field = useField(kind);
  const options = values.map((value) => {
    const keys = [`${kind}.field.${name}.${value}`, `server.field.${name}.${value}`];
    const key = keys.find((candidate) => text.has(candidate));
    return { value, label: key && text.has(key) ? text(key) : value };
  });
  return <InputRenderer type="enumeration" required options={options} {...field(name)} />;
};

interface PasswordProps {
  kind: ServerKind;
  /** Whether one is stored already, which an empty field keeps. */
  hasSecret: boolean;
}

/** A password, which is written and never shown. */
export const PasswordField = ({ kind, hasSecret }: PasswordProps) => {
  const text = useText();
  const field = useField(kind);
  const stored = hasSecret ? { hint: text('server.field.password.stored') } : {};
  return <InputRenderer type="password" autoComplete="new-password" {...field('password')} {...stored} />;
};
