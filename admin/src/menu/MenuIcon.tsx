import * as React from 'react';
import { Box } from '@strapi/design-system';
import { Mail } from '@strapi/icons';
import { PERMISSIONS, useMay } from '../permissions';

const UnreadBadge = React.lazy(async () => ({ default: (await import('./UnreadBadge')).UnreadBadge }));

/** What the main menu gives its icons. */
type IconProps = React.ComponentProps<typeof Mail>;

/** *Mail* in the main menu, with the number of unread conversations. The Inbox tells it to those who hear the page. */
export const MenuIcon = ({ 'aria-hidden': isHidden, ...icon }: IconProps) => {
  const mayReadThreads = useMay(PERMISSIONS.readThreads);
  return (
    <Box position="relative" aria-hidden={isHidden}>
      <Mail {...icon} />
      {mayReadThreads && (
        <React.Suspense fallback={null}>
          <UnreadBadge />
        </React.Suspense>
      )}
    </Box>
  );
};
