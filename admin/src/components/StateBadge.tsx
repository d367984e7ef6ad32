import { type StatusVariant } from '@strapi/design-system';
import type { InboundEmail, InboundState } from '../../../contracts';
import { useText } from '../i18n';
import { ToneWord } from './ToneWord';

type Judged = Pick<InboundEmail, 'state' | 'reason'>;

const TONES: Record<InboundState, StatusVariant> = {
  received: 'secondary',
  delivered: 'success',
  reported: 'alternative',
  rejected: 'neutral',
  ignored: 'neutral',
  unroutable: 'warning',
  failed: 'danger',
};

/** The state of a mail in words that need no explanation. */
export const useStateWord = (): ((mail: Judged) => string) => {
  const text = useText();
  return ({ state, reason }) => {
    const exact = `state.${state}.${reason ?? ''}`;
    return text(text.has(exact) ? exact : `state.${state}`);
  };
};

/** The state of a mail, in its colour. */
export const StateBadge = ({ mail }: { mail: Judged }) => {
  const word = useStateWord();
  const tone = TONES[mail.state];
  return <ToneWord tone={tone}>{word(mail)}</ToneWord>;
};
