import type { Core } from '@strapi/strapi';
import { FIELD_PROBLEMS, OWN_PARAMETER_KEY, UNSTORABLE_TEXT, type FieldSentence } from '../../../contracts';
import { UID } from '../constants';
import { cleanText } from '../mail';
import { writerOf } from '../sentence';
import type { Problem } from './refuse';
import { checkText, isParameterKey, REGISTRY } from './registry';

/** Whether there can be a parameter of this name, known or the developer's own. */
export const isKey = (key: string): boolean => isParameterKey(key) || OWN_PARAMETER_KEY.test(key);

/** The text that is stored for a value, or why it is not. */
export type Checked = { text: string; problem: null } | { text: null; problem: Problem };

const refused = (key: string, { message, ...about }: FieldSentence, sentence: string): Checked => ({
  text: null,
  problem: { key, message, about, sentence, details: { key } },
});

const say = writerOf(FIELD_PROBLEMS);

/** What is wrong with a name that is no key; null for one that is. */
export const problemOfKey = (key: string): Problem | null => {
  if (isKey(key)) return null;
  const message = `"${key}" is no key: expected letters, digits, dots, hyphens and underscores, at most 255.`;
  const about = { code: 'key_form', values: {} };
  return { key, message, about, sentence: message, details: { key } };
};

/** Judges one value, with a look at the rows that it may name. */
export const checkValue = async (
  { strapi }: { strapi: Core.Strapi },
  key: string,
  value: string
): Promise<Checked> => {
  if (cleanText(value) !== value) {
    return refused(key, say('unstorable', {}, UNSTORABLE_TEXT), `${key}: ${UNSTORABLE_TEXT}`);
  }
  const problem = problemOfKey(key);
  if (problem) return { text: null, problem };
  if (!isParameterKey(key)) return { text: value, problem: null };

  const { expected, wanted } = REGISTRY[key];
  const checked = checkText(key, value);
  if (checked.text === null) return refused(key, wanted, checked.problem);
  if (key === 'mass_mailing.mail_server_id' && checked.text !== '') {
    const servers = await strapi.db.query(UID.outgoingServer).count({ where: { documentId: checked.text } });
    if (servers === 0) {
      const message = `Expected ${expected}; none has this one.`;
      const problem = `${key} cannot be "${checked.text}": e${message.slice(1)}`;
      return refused(key, { ...wanted, message }, problem);
    }
  }
  return { text: checked.text, problem: null };
};
