import type * as React from 'react';
import { Box, Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { useErrorText, type QueryError } from '../api';
import { LoadFailed, SiteBanner } from '../components';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import type { ServerKind } from './use-field';

interface Props<Server> {
  kind: ServerKind;
  /** Undefined while they are being loaded. */
  servers: readonly Server[] | undefined;
  error: QueryError | undefined;
  onRetry: () => void;
  /** The table of those that there are. */
  children: (servers: readonly Server[]) => React.ReactNode;
}

const Add = ({ kind }: { kind: ServerKind }) => {
  const text = useText();
  return (
    <Button tag={Link} to="add" startIcon={<Plus />}>
      {text(`${kind}.add`)}
    </Button>
  );
};

const Body = <Server,>({ kind, servers, error, onRetry, children }: Props<Server>) => {
  const text = useText();
  const errorText = useErrorText();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  if (error)
    return <LoadFailed message={`${text(`${kind}.error`)}: ${errorText(error)}`} onRetry={onRetry} />;
  if (!servers) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text(`${kind}.loading`)}</Loader>
      </Flex>
    );
  }
  if (servers.length > 0) return children(servers);
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" height="8.8rem" />}
      content={text(`${kind}.empty`)}
      action={mayUpdate && <Add kind={kind} />}
    />
  );
};

/** The page that lists all servers of a kind, and says what happens while there is none. */
export const ServerList = <Server,>(props: Props<Server>) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  const { kind } = props;
  return (
    <Page.Main>
      <Page.Title>{text(`${kind}.title`)}</Page.Title>
      <Layouts.Header
        title={text(`${kind}.title`)}
        subtitle={text(`${kind}.subtitle`)}
        primaryAction={mayUpdate && <Add kind={kind} />}
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <SiteBanner />
          <Body {...props} />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
