import * as React from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { useLocation, useNavigate } from 'react-router-dom';
import type { Confirmation } from '../../../../contracts';
import { useConfirmIncomingServerMutation, useErrorText } from '../../api';

/** *Test & confirm* of a saved server. */
export interface Confirming {
  isLoading: boolean;
  result: Confirmation | null;
  start(documentId: string): void;
  forget(): void;
}

/** What the page of a new server leaves for the page of the saved one: go on with the test. */
export const CONFIRM_NEXT = { confirm: true };

const isConfirmNext = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'confirm' in state;

/** @param documentId of the saved server; null while it is new. */
export const useConfirming = (documentId: string | null): Confirming => {
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { state } = useLocation();
  const { toggleNotification } = useNotification();
  const [confirm, { isLoading, data, reset }] = useConfirmIncomingServerMutation();

  const start = async (which: string) => {
    reset();
    const answer = await confirm(which);
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
  };

  const isNext = documentId !== null && isConfirmNext(state);
  React.useEffect(() => {
    if (!isNext) return;
    // Once: going back to this page later must not test again.
    navigate('.', { replace: true, state: null });
    void start(documentId);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the other values only change how it is said
  }, [isNext, documentId]);

  return { isLoading, result: data ?? null, start: (which) => void start(which), forget: reset };
};
