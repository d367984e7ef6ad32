import type { SystemParameter } from '../../../../contracts';

/** Parameters in whose key, value or description the words all occur, in whatever case. */
export const findParameters = (
  parameters: readonly SystemParameter[],
  q: string,
  aboutOf: (parameter: SystemParameter) => string
): SystemParameter[] => {
  const words = q.toLowerCase().split(/\s+/);
  return parameters.filter((parameter) => {
    const all = `${parameter.key} ${parameter.value} ${aboutOf(parameter)}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
};

/** Whether going back to the default loses a value. */
export const losesValue = ({ stored, value, default: standard }: SystemParameter): boolean =>
  stored && value !== (standard ?? '');
