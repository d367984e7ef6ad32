import * as React from 'react';
import { useText } from '../i18n';
import type { Preset } from './types';

/** What people call a preset. */
export const usePresetName = (): ((preset: Pick<Preset<unknown>, 'name'>) => string) => {
  const text = useText();
  return React.useCallback(({ name }) => name ?? text('preset.own.name'), [text]);
};
