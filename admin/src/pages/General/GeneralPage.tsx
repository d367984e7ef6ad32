import { Page } from '@strapi/strapi/admin';
import { useErrorText, useSystemParametersQuery } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { GeneralForm } from './GeneralForm';

const Loaded = () => {
  const text = useText();
  const errorText = useErrorText();
  const { data: parameters, error, refetch } = useSystemParametersQuery(undefined);

  if (error) {
    const message = `${text('general.error')}: ${errorText(error)}`;
    return (
      <Page.Main>
        <LoadFailed message={message} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!parameters) return <Page.Loading />;
  return <GeneralForm parameters={parameters} />;
};

/** *Settings → Mail Gateway → General*. */
export const GeneralPage = () => (
  <Page.Protect permissions={[PERMISSIONS.readParameters]}>
    <Loaded />
  </Page.Protect>
);
