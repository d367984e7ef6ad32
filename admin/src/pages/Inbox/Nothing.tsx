import { Button, EmptyStateLayout, Flex, Link, Typography } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';

const PICTURE = <EmptyDocuments width="16rem" height="8.8rem" />;

/** The user follows nothing: how it is done. On a new site it is the first page of *Mail*, so that it leads on. */
export const NothingFollowed = () => {
  const text = useText();
  const mayAlias = useMay(PERMISSIONS.updateAliases);
  return (
    <Flex
      direction="column"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={8}
      gap={4}
      alignItems="center"
    >
      {PICTURE}
      <Typography variant="beta" tag="h2" textAlign="center">
        {text('inbox.empty')}
      </Typography>
      <Typography textColor="neutral700" textAlign="center">
        {text('inbox.empty.how')}
      </Typography>
      {mayAlias && (
        <Link tag={RouterLink} to={`/settings/${PLUGIN_ID}/first-steps`}>
          {text('steps.open')}
        </Link>
      )}
    </Flex>
  );
};

/** Everything is read. */
export const NothingUnread = ({ onShowAll }: { onShowAll: () => void }) => {
  const text = useText();
  return (
    <EmptyStateLayout
      icon={PICTURE}
      content={text('inbox.empty.unread')}
      action={
        <Button variant="secondary" onClick={onShowAll}>
          {text('inbox.empty.all')}
        </Button>
      }
    />
  );
};
