import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { useAliasQuery, useErrorText, useMappingProposalQuery } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import { AliasPage } from './AliasPage';

/** A saved alias. */
export const EditPage = () => {
  const text = useText();
  const errorText = useErrorText();
  const { documentId = '' } = useParams();
  const { data: alias, error, refetch } = useAliasQuery(documentId);
  // It fails where the content type is gone: the alias can still be renamed, switched off or given another one.
  const { data: proposal, isLoading } = useMappingProposalQuery(alias?.contentType ?? '', { skip: !alias });

  if (error) {
    const message = `${text('alias.error.one')}: ${errorText(error)}`;
    return (
      <Page.Main>
        <LoadFailed message={message} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!alias || isLoading) return <Page.Loading />;
  return <AliasPage key={alias.documentId} alias={alias} proposal={proposal ?? null} />;
};
