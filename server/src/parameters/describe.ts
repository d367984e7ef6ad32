import type { SystemParameter } from '../../../contracts';
import { checkText, isParameterKey, REGISTRY } from './registry';

/** A key as the API shows it. @param stored undefined where no value is stored. */
export const describeParameter = (key: string, stored: string | undefined): SystemParameter => {
  if (!isParameterKey(key)) {
    return {
      key,
      value: stored ?? '',
      default: null,
      stored: stored !== undefined,
      known: false,
      description: null,
      problem: null,
      wanted: null,
    };
  }
  const { defaultText, description, wanted } = REGISTRY[key];
  const problem = stored === undefined ? null : checkText(key, stored).problem;
  return {
    key,
    value: stored ?? defaultText,
    default: defaultText,
    stored: stored !== undefined,
    known: true,
    description,
    problem,
    wanted: problem === null ? null : wanted,
  };
};
