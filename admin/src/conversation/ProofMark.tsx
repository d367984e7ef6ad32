import type { ThreadMessage } from '../../../contracts';
import { ToneWord } from '../components';
import { useText, type TextKey } from '../i18n';

type Tone = 'success' | 'warning' | 'secondary';

/** What is known of the sender, in a few words; null where nothing is to be said. */
const markOf = ({ author, direction, proof, via }: ThreadMessage): { tone: Tone; key: TextKey } | null => {
  if (proof === null || direction === 'outgoing') return null;
  if (proof === 'A') return { tone: 'success', key: 'conversation.proof.verified' };
  if (proof === 'accepted') return { tone: 'secondary', key: 'conversation.proof.accepted' };
  const isOthers = via !== null && author?.type === 'address' && via.address !== author.address;
  return isOthers
    ? { tone: 'warning', key: 'conversation.proof.link' }
    : { tone: 'secondary', key: 'conversation.proof.unverified' };
};

/** How far it is proven that the sender wrote this. */
export const ProofMark = ({ message }: { message: ThreadMessage }) => {
  const text = useText();
  const mark = markOf(message);
  if (!mark) return null;
  const name = message.via?.name || message.via?.address || '';
  return <ToneWord tone={mark.tone}>{text(mark.key, { name })}</ToneWord>;
};
