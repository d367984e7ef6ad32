import type { z } from 'zod';
import { FIELD_PROBLEMS, type FieldSentence, type FieldProblemCode } from '../../../contracts';
import { writerOf } from '../sentence';

/** What is wrong with one field. */
export const fieldSentence = writerOf(FIELD_PROBLEMS);

type About = Pick<FieldSentence, 'code' | 'values'>;

const isCode = (code: unknown): code is FieldProblemCode =>
  typeof code === 'string' && Object.hasOwn(FIELD_PROBLEMS, code);

const about = (code: FieldProblemCode, values: Record<string, string | number> = {}): About =>
  // The values are those of the code: the check of the schema that it is given with names them.
  ({ code, values });

const ofType = (expected: string): About | null => {
  if (expected === 'string') return about('missing');
  return ['int', 'number'].includes(expected) ? about('whole_number') : null;
};

/** The code and values of what a schema found wrong; null where it is no mistake of a form. */
export const aboutIssue = (issue: z.core.$ZodIssue): About | null => {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected);
    case 'too_small':
      if (issue.origin === 'string') return about('missing');
      return about('too_small', { limit: Number(issue.minimum) });
    case 'too_big':
      return about(issue.origin === 'string' ? 'too_long' : 'too_big', { limit: Number(issue.maximum) });
    case 'invalid_value':
      return about('not_listed', { values: issue.values.map(String).join(', ') });
    case 'unrecognized_keys':
      return about('unknown_field', { fields: issue.keys.join(', ') });
    case 'custom': {
      const { problem, values = {} } = issue.params ?? {};
      // What our schemas give beside a code (`list_form`) are texts.
      return isCode(problem) ? about(problem, values as Record<string, string>) : null;
    }
    default:
      return null;
  }
};
