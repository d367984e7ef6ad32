import { useContentTypes } from '../../components';
import { useFormats, useText, type TextKey } from '../../i18n';
import type { Finding } from '../../words';

/** Names of details that the texts use, with the text that stands for a missing one. */
const NAMES: Record<string, TextKey> = {
  address: 'detail.unknown',
  addresses: 'detail.none',
  aliases: 'detail.unknown',
  contentType: 'detail.unknown',
  count: 'detail.unknown',
  group: 'detail.unknown',
  kind: 'detail.unknown',
  minutes: 'detail.unknown',
  recipients: 'detail.unknown',
  sender: 'detail.unknown',
  threshold: 'detail.unknown',
};

/** Codes among the details, which the texts choose by: a hyphen cannot stand in the name of a choice. */
const CODES = new Set(['group', 'kind']);

/** Says findings in words; a step or code that no text is known of is shown as it is. */
export const useFindingText = (): Record<'questionOf' | 'answerOf', (finding: Finding) => string> => {
  const text = useText();
  const { list } = useFormats();
  const { nameOf } = useContentTypes();

  const valueOf = ({ detail }: Finding, name: string): string | number => {
    const value = detail[name];
    const total = detail.count;
    if (typeof value === 'number') return value;
    if (typeof value === 'object' && value !== null && value.length > 0) {
      const more = name === 'addresses' && typeof total === 'number' ? total - value.length : 0;
      return more > 0 ? text('detail.more', { shown: value.join(', '), count: more }) : list(value);
    }
    if (typeof value !== 'string' || value === '') return text(NAMES[name] ?? 'detail.unknown');
    if (CODES.has(name)) return value.replaceAll('-', '_');
    return name === 'contentType' ? nameOf(value) : value;
  };

  return {
    questionOf({ step }) {
      const key = `step.${step}`;
      return text.has(key) ? text(key) : step;
    },
    answerOf(finding) {
      const key = `evidence.${finding.step}.${finding.code}`;
      const values = Object.fromEntries(Object.keys(NAMES).map((name) => [name, valueOf(finding, name)]));
      return text.has(key) ? text(key, values) : finding.code;
    },
  };
};
