import type { OutgoingServer } from '../../../../contracts';
import { ToneWord } from '../../components';
import { useText } from '../../i18n';
import { sendingWordOf } from '../../words';

/** The state of a server in words, in its colour. */
export const ServerState = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const { tone, word } = sendingWordOf(server);
  return <ToneWord tone={tone}>{text(word)}</ToneWord>;
};
