import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { SettingsBack } from '../components';
import { usePresetName, type Preset } from '../presets';

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

interface Props {
  title: string;
  /** What is asked. */
  question: string;
  presets: readonly Preset<{ host: string }>[];
}

/** Whose server it is: one card for each provider, which leads to the form with what is known of it. */
export const PresetChoice = ({ title, question, presets }: Props) => {
  const nameOf = usePresetName();
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header title={title} subtitle={question} navigationAction={<SettingsBack />} />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <Grid.Root gap={4} tag="ul" style={{ listStyle: 'none' }}>
            {presets.map((preset) => (
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
