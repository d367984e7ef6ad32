import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

/** A titled box of the page. */
export const Panel = ({ title, children }: { title: string; children: React.ReactNode }) => {
  return (
    <Box tag="section" aria-label={title} background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
};
