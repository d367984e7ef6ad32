import { Box, Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { useErrorText, useOutgoingServersQuery } from '../../api';
import { LoadFailed, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { ServerTable } from './ServerTable';

const Add = () => {
  const text = useText();
  return (
    <Button tag={Link} to="add" startIcon={<Plus />}>
      {text('outgoing.add')}
    </Button>
  );
};

const Body = () => {
  const text = useText();
  const errorText = useErrorText();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  const { data: servers, error, refetch } = useOutgoingServersQuery(undefined);

  if (error) {
    return (
      <LoadFailed message={`${text('outgoing.error')}: ${errorText(error)}`} onRetry={() => void refetch()} />
    );
  }
  if (!servers) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('outgoing.loading')}</Loader>
      </Flex>
    );
  }
  if (servers.length === 0) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" height="8.8rem" />}
        content={text('outgoing.empty')}
        action={mayUpdate && <Add />}
      />
    );
  }
  return <ServerTable servers={servers} />;
};

/** The servers that mail leaves through, in the order in which they are tried. */
export const ListPage = () => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  return (
    <Page.Main>
      <Page.Title>{text('outgoing.title')}</Page.Title>
      <Layouts.Header
        title={text('outgoing.title')}
        subtitle={text('outgoing.subtitle')}
        primaryAction={mayUpdate && <Add />}
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <SiteBanner />
          <Body />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
