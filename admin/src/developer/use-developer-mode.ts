import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import { createDeveloperModes } from './mode';

/** Of this browser. */
export const developerModes = createDeveloperModes(() => window.localStorage);

/** Whether the user has developer mode on, and the switch. */
export interface DeveloperMode {
  isOn: boolean;
  turn(on: boolean): void;
}

/** In the address bar, after it was switched: Strapi looks at its menu again when the query changes. */
const PARAMETER = 'developer';

/**
 * @see DeveloperMode
 * @param isHeld while a change of the address bar would ask whether unsaved changes may be lost; the menu follows later.
 */
export const useDeveloperMode = ({ isHeld = false } = {}): DeveloperMode => {
  const userId = String(useAuth('useDeveloperMode', ({ user }) => user?.id ?? ''));
  const [isOn, setIsOn] = React.useState(() => developerModes.isOn(userId));
  const inMenu = React.useRef(isOn);
  const [, setParams] = useSearchParams();

  React.useEffect(() => {
    if (isHeld || inMenu.current === isOn) return;
    // Not before whoever asks about unsaved changes has heard that there are none.
    const timer = setTimeout(() => {
      inMenu.current = isOn;
      setParams(
        (params) => {
          params.set(PARAMETER, isOn ? '1' : '0');
          return params;
        },
        { replace: true }
      );
    });
    return () => clearTimeout(timer);
  }, [isHeld, isOn, setParams]);

  return {
    isOn,
    turn(on) {
      developerModes.turn(userId, on);
      setIsOn(on);
    },
  };
};
