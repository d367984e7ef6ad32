import { Box, Button, EmptyStateLayout, Flex, Link, Typography } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Link as RouterLink } from 'react-router-dom';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';

const PICTURE = <EmptyDocuments width="16rem" height="8.8rem" />;

/** Nothing that this person may see: there may be other mail. */
const NothingForThem = () => {
  const text = useText();
  return (
    <EmptyStateLayout
      icon={PICTURE}
      content={text('empty.rights')}
      action={
        <Typography textColor="neutral600" textAlign="center" tag="p">
          {text('empty.rights.hint')}
        </Typography>
      }
    />
  );
};

/** Nothing was received at all: what brings mail in. */
const NothingAtAll = () => {
  const text = useText();
  const mayAlias = useMay(PERMISSIONS.updateAliases);
  return (
    <Flex
      direction="column"
      alignItems="center"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={8}
      gap={6}
    >
      {PICTURE}
      <Typography variant="beta" tag="h2" textAlign="center">
        {text('empty.nothing')}
      </Typography>
      <Flex direction="column" alignItems="flex-start" gap={3} maxWidth="60rem">
        <Typography textColor="neutral700">{text('empty.how')}</Typography>
        <Box tag="ol" paddingLeft={6} style={{ listStyle: 'decimal' }}>
          {(['empty.how.alias', 'empty.how.server'] as const).map((step) => (
            <Typography key={step} tag="li" textColor="neutral800" lineHeight={6}>
              {text(step)}
            </Typography>
          ))}
        </Box>
        {mayAlias ? (
          <Link tag={RouterLink} to={`/settings/${PLUGIN_ID}/first-steps`}>
            {text('steps.open')}
          </Link>
        ) : (
          <Typography textColor="neutral600">{text('empty.how.who')}</Typography>
        )}
      </Flex>
    </Flex>
  );
};

/** An empty list without filters. */
export const NothingYet = () => (useMay(PERMISSIONS.readAllMail) ? <NothingAtAll /> : <NothingForThem />);

/** There is mail, but none that fits the filters. */
export const NothingFits = ({ onClear }: { onClear: () => void }) => {
  const text = useText();
  return (
    <EmptyStateLayout
      icon={PICTURE}
      content={text('empty.filtered')}
      action={
        <Button variant="secondary" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      }
    />
  );
};
