import { type StatusVariant } from '@strapi/design-system';
import type { OutgoingServer } from '../../../../contracts';
import { ToneWord } from '../../components';
import { useText, type TextKey } from '../../i18n';

/** What a server is good for now. One that was switched off is that, however its last test went. */
const lookOf = ({ active, pausedUntil, state }: OutgoingServer): [StatusVariant, TextKey] => {
  if (!active) return ['neutral', 'outgoing.state.inactive'];
  if (state === 'failing') return ['danger', 'outgoing.state.failing'];
  if (pausedUntil !== null && Date.parse(pausedUntil) > Date.now())
    return ['warning', 'outgoing.state.paused'];
  return state === 'ok' ? ['success', 'outgoing.state.ok'] : ['secondary', 'outgoing.state.untested'];
};

/** The state of a server in words, in its colour. */
export const ServerState = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const [tone, word] = lookOf(server);
  return <ToneWord tone={tone}>{text(word)}</ToneWord>;
};
