import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { useErrorText, useOutgoingServerQuery } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import { OUTGOING_PRESETS } from '../../presets';
import { ServerPage } from './ServerPage';

/** A saved server. */
export const EditPage = () => {
  const text = useText();
  const errorText = useErrorText();
  const { documentId = '' } = useParams();
  const { data: server, error, refetch } = useOutgoingServerQuery(documentId);

  if (error) {
    const message = `${text('server.error.one')}: ${errorText(error)}`;
    return (
      <Page.Main>
        <LoadFailed message={message} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!server) return <Page.Loading />;
  const preset = OUTGOING_PRESETS.find(({ id }) => id === server.preset);
  return <ServerPage key={server.documentId} server={server} preset={preset} />;
};
