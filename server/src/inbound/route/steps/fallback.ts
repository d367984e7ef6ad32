import { act, type Step } from '../routing-case';

/** "Actions to perform on incoming mails" of the incoming server: a new entry where no alias is named. */
export const fallbackContentType: Step = ({ facts: { fallbackContentType: contentType, groups }, note }) => {
  if (contentType === null) {
    note('fallback', 'none_set');
    return null;
  }
  note('fallback', 'new_entry', { contentType });
  return act([
    {
      type: 'create',
      target: `fallback:${contentType}`,
      reason: 'created',
      contentType,
      aliasId: null,
      recipient: groups.flatMap(({ addresses }) => addresses)[0] ?? null,
    },
  ]);
};
