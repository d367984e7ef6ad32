import { Box, Flex } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { PLUGIN_ID } from '../pluginId';

const Tab = styled(NavLink)`
  padding-block: ${({ theme }) => theme.spaces[2]};
  border-block-end: 2px solid transparent;
  color: ${({ theme }) => theme.colors.neutral600};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;

  &:hover,
  &.active {
    color: ${({ theme }) => theme.colors.primary700};
  }

  &.active {
    border-block-end-color: ${({ theme }) => theme.colors.primary600};
  }
`;

/** The pages of *Mail* side by side, for those who may see more than one. */
export const MailSections = () => {
  const text = useText();
  const mayReadThreads = useMay(PERMISSIONS.readThreads);
  const mayReadReceived = useMay(PERMISSIONS.readReceived);
  if (!mayReadThreads || !mayReadReceived) return null;
  return (
    <Box tag="nav" aria-label={text('menu.label')} paddingBottom={6}>
      <Flex gap={6} wrap="wrap">
        <Tab to={`/plugins/${PLUGIN_ID}/inbox`}>{text('inbox.title')}</Tab>
        <Tab to={`/plugins/${PLUGIN_ID}/received`}>{text('received.title')}</Tab>
      </Flex>
    </Box>
  );
};
