import { useNotification } from '@strapi/strapi/admin';
import type { IncomingServer } from '../../../../contracts';
import {
  useIssues,
  useCreateIncomingServerMutation,
  useFormErrorText,
  useUpdateIncomingServerMutation,
} from '../../api';
import { problemsOf, requestOf, type ServerValues } from './values';

/** The part of Strapi's form that saving needs. */
interface Helpers {
  setErrors(errors: Record<string, string>): void;
}

/**
 * Saves what the form says; what the server refuses is said at the fields that it is about.
 * @returns the saved server; null where it was refused.
 */
export const useSave = (
  server: IncomingServer | null
): ((values: ServerValues, helpers: Helpers) => Promise<IncomingServer | null>) => {
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const { toggleNotification } = useNotification();
  const [create] = useCreateIncomingServerMutation();
  const [update] = useUpdateIncomingServerMutation();

  return async (values, { setErrors }) => {
    const request = requestOf(values);
    const answer = server
      ? await update({ documentId: server.documentId, changes: request })
      : await create(request);
    if (!('error' in answer)) return answer.data;
    setErrors(problemsOf(issuesOf(answer.error)));
    toggleNotification({ type: 'danger', message: errorText(answer.error) });
    return null;
  };
};
