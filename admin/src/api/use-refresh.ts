import * as React from 'react';

/**
 * Asks again at an interval while the window is in view.
 * @param milliseconds null: not at all.
 */
export const useRefresh = (refetch: () => unknown, milliseconds: number | null): void => {
  React.useEffect(() => {
    if (milliseconds === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refetch();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [refetch, milliseconds]);
};
