import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { useAliasQuery, useErrorText } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import { AliasPage } from './AliasPage';
import { useProposal } from './useProposal';

/** A saved alias. */
export const EditPage = () => {
  const text = useText();
  const errorText = useErrorText();
  const { documentId = '' } = useParams();
  const { data: alias, error, refetch } = useAliasQuery(documentId);
  // None where the content type is gone: the alias can still be renamed, switched off or given another one.
  const { proposal, isPending } = useProposal(alias?.contentType ?? null);

  if (error) {
    const message = `${text('alias.error.one')}: ${errorText(error)}`;
    return (
      <Page.Main>
        <LoadFailed message={message} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!alias || isPending) return <Page.Loading />;
  return <AliasPage key={alias.documentId} alias={alias} proposal={proposal} />;
};
