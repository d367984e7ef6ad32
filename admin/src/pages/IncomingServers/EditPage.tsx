import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { useErrorText, useIncomingServerQuery, useRefresh } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import { ServerPage } from './ServerPage';

/** A mailbox is fetched every few minutes; what that came to is shown soon. */
const REFRESH_EVERY_MS = 15_000;

/** A saved server. */
export const EditPage = () => {
  const text = useText();
  const errorText = useErrorText();
  const { documentId = '' } = useParams();
  const { data: server, error, refetch } = useIncomingServerQuery(documentId);
  useRefresh(refetch, REFRESH_EVERY_MS);

  // A refresh that fails does not take away the form, with what was typed into it.
  if (error && !server) {
    const message = `${text('server.error.one')}: ${errorText(error)}`;
    return (
      <Page.Main>
        <LoadFailed message={message} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!server) return <Page.Loading />;
  return <ServerPage key={server.documentId} server={server} preset={undefined} />;
};
