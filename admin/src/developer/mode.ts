import { PLUGIN_ID } from '../pluginId';

/** The part of the browser's storage that is used here. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Who has it on, in this browser. */
export interface DeveloperModes {
  isOn(userId: string): boolean;
  turn(userId: string, on: boolean): void;
}

const keyOf = (userId: string): string => `${PLUGIN_ID}.developer-mode.${userId}`;

/** @see DeveloperModes. Several people may use one browser: each has a switch of their own. */
export const createDeveloperModes = (storage: () => Storage): DeveloperModes => ({
  isOn: (userId) => storage().getItem(keyOf(userId)) === 'on',
  turn(userId, on) {
    if (on) storage().setItem(keyOf(userId), 'on');
    else storage().removeItem(keyOf(userId));
  },
});
