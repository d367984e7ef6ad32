import { Box } from '@strapi/design-system';
import { BackButton } from '@strapi/strapi/admin';

/** The way back from a page of the settings; in narrow windows Strapi draws one above each of them. */
export const SettingsBack = () => (
  <Box display={{ initial: 'none', medium: 'block' }}>
    <BackButton fallback=".." />
  </Box>
);
