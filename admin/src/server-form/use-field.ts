import { useForm } from '@strapi/strapi/admin';
import { useText } from '../i18n';

/** What one of Strapi's inputs is told. */
export interface FieldProps {
  name: string;
  label: string;
  hint: string | undefined;
  disabled: boolean;
}

export type ServerKind = 'incoming' | 'outgoing';

/**
 * Label and explanation of a form's field by its name, from the texts of this kind of server or of servers in general;
 * those who may only look cannot change it.
 * @throws where there is no such text
 */
export const useField = (kind: ServerKind): ((name: string) => FieldProps) => {
  const text = useText();
  const disabled = useForm('useField', (form) => form.disabled);
  const find = (name: string): string | undefined => {
    const key = [`${kind}.field.${name}`, `server.field.${name}`].find((candidate) => text.has(candidate));
    return key && text.has(key) ? text(key) : undefined;
  };
  return (name) => {
    const label = find(name);
    if (label === undefined) throw new Error(`The field ${name} has no text.`);
    return { name, disabled, label, hint: find(`${name}.hint`) };
  };
};
