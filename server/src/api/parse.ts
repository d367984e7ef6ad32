import type { z } from 'zod';
import type { FieldProblem } from '../../../contracts';
import { GatewayError } from '../errors';
import { aboutIssue } from './field-problem';

const problemOf = (issue: z.core.$ZodIssue): FieldProblem => ({
  path: issue.path.map(String).join('.'),
  message:
    issue.code === 'unrecognized_keys'
      ? `There is no field ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`
      : issue.message,
  ...aboutIssue(issue),
});

/** One problem for each field is enough to mend it. */
const firstOfEach = (problems: readonly FieldProblem[]): FieldProblem[] =>
  problems.filter(({ path }, position) => problems.findIndex((other) => other.path === path) === position);

/**
 * The input as the contract says, or one sentence for each thing that is wrong with it.
 * @param status 422 for a body, 400 for a query.
 * @throws GatewayError `invalid`, with `details.issues` of path and message
 */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  status: 400 | 422 = 422
): z.output<Schema> => {
  // A request without a body says nothing, which is for the contract to judge.
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const issues = firstOfEach(result.error.issues.map(problemOf));
  const message = issues
    .map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message))
    .join(' ');
  throw new GatewayError('invalid', message, status, { issues });
};
