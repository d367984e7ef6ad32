import * as React from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * documentId of the received mail that the preview is made of; null: the built-in one. It stands in the address bar, so
 * that it can be shared. The router is not told of a change: for it, this would be leaving a form that is not saved.
 */
export const usePreviewMail = (): [string | null, (mail: string | null) => void] => {
  const [params] = useSearchParams();
  const [mail, setMail] = React.useState(params.get('mail'));
  const choose = (chosen: string | null) => {
    setMail(chosen);
    const url = new URL(window.location.href);
    if (chosen === null) url.searchParams.delete('mail');
    else url.searchParams.set('mail', chosen);
    window.history.replaceState(window.history.state, '', url);
  };
  return [mail, choose];
};
