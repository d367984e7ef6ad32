import { OUTBOUND_EXPLANATIONS } from '../../../contracts';
import { cleanText } from '../mail';
import { writerOf } from '../sentence';

/** Says why a mail is where it is. */
export const explain = writerOf(OUTBOUND_EXPLANATIONS);

/** Longer than what anybody reads of an error, and short enough to be stored beside other sentences. */
const PROBLEM_LIMIT = 1_500;

/** Something of the site's own that failed, in its own words. */
export const explainProblem = (
  code: 'attachment_unreadable' | 'hook_failed' | 'unexpected',
  words: string,
  introduction = ''
) => {
  const problem = cleanText(words, PROBLEM_LIMIT);
  return explain(code, { problem }, `${introduction}${problem}`);
};
