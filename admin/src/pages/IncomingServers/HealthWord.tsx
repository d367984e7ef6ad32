import type { IncomingServer } from '../../../../contracts';
import { ToneWord } from '../../components';
import { useText } from '../../i18n';
import { healthOf } from '../../words';

/** How a mailbox is doing in one word, in its colour. */
export const HealthWord = ({ server }: { server: IncomingServer }) => {
  const text = useText();
  const { tone, word } = healthOf(server);
  return <ToneWord tone={tone}>{text(word)}</ToneWord>;
};
