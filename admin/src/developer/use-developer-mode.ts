import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import { createDeveloperModes } from './mode';

/** Of this browser. */
export const developerModes = createDeveloperModes(() => window.localStorage);

/** Whether the user has developer mode on, and the switch. */
export interface DeveloperMode {
  isOn: boolean;
  /** @param showInMenu false where a change of the address bar's query would lose what was typed. */
  turn(on: boolean, options: { showInMenu: boolean }): void;
}

/** In the address bar, after it was switched: Strapi looks at its menu again when the query changes. */
const PARAMETER = 'developer';

/** @see DeveloperMode */
export const useDeveloperMode = (): DeveloperMode => {
  const userId = String(useAuth('useDeveloperMode', ({ user }) => user?.id ?? ''));
  const [isOn, setIsOn] = React.useState(() => developerModes.isOn(userId));
  const [params, setParams] = useSearchParams();
  return {
    isOn,
    turn(on, { showInMenu }) {
      developerModes.turn(userId, on);
      setIsOn(on);
      if (!showInMenu) return;
      const changed = new URLSearchParams(params);
      changed.set(PARAMETER, on ? '1' : '0');
      setParams(changed, { replace: true });
    },
  };
};
