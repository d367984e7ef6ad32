import { Page } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import { useAliasSuggestionQuery } from '../../api';
import { PERMISSIONS, useMay } from '../../permissions';
import { AliasPage } from './AliasPage';

const NewAlias = () => {
  const [params] = useSearchParams();
  const mayReadMail = useMay(PERMISSIONS.readReceived);
  const mail = mayReadMail ? params.get('mail') : null;
  const { data: suggestion, isFetching } = useAliasSuggestionQuery(mail ?? '', { skip: mail === null });
  if (isFetching) return <Page.Loading />;
  return (
    <AliasPage key={mail} alias={null} proposal={null} suggestion={mail === null ? undefined : suggestion} />
  );
};

/** A new alias; with `?mail=` one for an address that a received mail was sent to. */
export const AddPage = () => (
  <Page.Protect permissions={[PERMISSIONS.updateAliases]}>
    <NewAlias />
  </Page.Protect>
);
