import { useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { Alias, MappingProposal } from '../../../../contracts';
import {
  useIssues,
  useCreateAliasMutation,
  useFormErrorText,
  useLazyMappingProposalQuery,
  useUpdateAliasMutation,
} from '../../api';
import { useText } from '../../i18n';
import { readRows } from './rows';
import { changesOf, errorsOf, requestOf, savedValues, type AliasValues } from './values';

/** Saves the form. What the server refuses is said at the fields that it is about. */
export const useSave = (alias: Alias | null) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [loadProposal] = useLazyMappingProposalQuery();
  const [create] = useCreateAliasMutation();
  const [update] = useUpdateAliasMutation();

  const findProposal = async (contentType: string | null): Promise<MappingProposal | null> =>
    contentType === null ? null : ((await loadProposal(contentType, true)).data ?? null);

  return async (values: AliasValues, helpers: FormHelpers<AliasValues>): Promise<void> => {
    const refuse = (message: string, problems: Readonly<Record<string, string>>) => {
      helpers.setErrors(errorsOf(problems));
      toggleNotification({ type: 'danger', message });
    };
    const proposal = await findProposal(values.contentType);
    const { problems } = readRows(proposal?.attributes ?? [], values.rows);
    const unfinished = Object.entries(problems).map(([path, key]): [string, string] => [path, text(key)]);
    if (unfinished.length > 0) {
      refuse(text('error.fields'), Object.fromEntries(unfinished));
      return;
    }
    const request = requestOf(values, proposal);
    const answer = alias
      ? await update({ documentId: alias.documentId, changes: changesOf(request, alias) })
      : await create(request);
    if ('error' in answer) {
      refuse(errorText(answer.error), issuesOf(answer.error));
      return;
    }
    toggleNotification({ type: 'success', message: text('alias.saved') });
    helpers.resetForm(savedValues(answer.data, proposal));
    // The mail of the preview stays chosen; the router does not know of it (`usePreviewMail`).
    const { search } = window.location;
    if (!alias) navigate({ pathname: `../${answer.data.documentId}`, search }, { replace: true });
  };
};
