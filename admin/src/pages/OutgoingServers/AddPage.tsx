import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { BackButton, Layouts, Page, useQueryParams } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { OUTGOING_PRESETS, usePresetName } from '../../presets';
import { ServerPage } from './ServerPage';

const Card = styled(Link)`
  display: flex;
  align-items: center;
  width: 100%;
  min-height: 7.2rem;
  padding: ${({ theme }) => theme.spaces[4]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  text-decoration: none;
  &:hover,
  &:focus-visible {
    border-color: ${({ theme }) => theme.colors.primary600};
  }
`;

const Choice = () => {
  const text = useText();
  const nameOf = usePresetName();
  return (
    <Page.Main>
      <Page.Title>{text('outgoing.add')}</Page.Title>
      <Layouts.Header
        title={text('outgoing.add')}
        subtitle={text('outgoing.add.which')}
        navigationAction={<BackButton fallback=".." />}
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <Grid.Root gap={4} tag="ul" style={{ listStyle: 'none' }}>
            {OUTGOING_PRESETS.map((preset) => (
              <Grid.Item key={preset.id} col={4} s={6} xs={12} tag="li">
                <Card to={`?preset=${preset.id}`}>
                  <Flex direction="column" alignItems="flex-start" gap={1}>
                    <Typography fontWeight="bold" textColor="neutral800">
                      {nameOf(preset)}
                    </Typography>
                    {preset.values.host && (
                      <Typography variant="pi" textColor="neutral600">
                        {preset.values.host}
                      </Typography>
                    )}
                  </Flex>
                </Card>
              </Grid.Item>
            ))}
          </Grid.Root>
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};

/** A new server: first whose it is, then the form. */
export const AddPage = () => {
  const [{ query }] = useQueryParams<{ preset?: string }>();
  const preset = OUTGOING_PRESETS.find(({ id }) => id === query?.preset);
  return (
    <Page.Protect permissions={[PERMISSIONS.updateServers]}>
      {preset ? <ServerPage key={preset.id} server={null} preset={preset} /> : <Choice />}
    </Page.Protect>
  );
};
