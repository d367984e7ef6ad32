import { parentThreads } from '../references';
import { act, appendTo, end, type Step } from '../routing-case';
import { recordOn } from './report';

/**
 * An auto-reply is recorded where it belongs: on the thread that it proves to answer, else on the sent mail. Else it goes
 * on only where an alias wants auto-replies, and is ignored where none does.
 */
export const autoReply: Step = ({ facts: { automatic, answers }, addressed, threads, note }) => {
  if (automatic !== 'auto-replied') {
    note('auto_reply', 'no_auto_reply', { class: automatic });
    return null;
  }
  const answered = parentThreads(threads).filter(({ thread, proof }) => thread.entryExists && proof !== null);
  if (answered.length > 0) {
    note('auto_reply', 'recorded_on_thread', { threads: answered.map(({ thread }) => thread.threadId) });
    return act(answered.map(appendTo));
  }
  if (answers.length > 0) {
    note('auto_reply', 'recorded_on_sent_mail', { outbound: answers.map(({ outboundId }) => outboundId) });
    return act(answers.map((sent) => recordOn(sent, 'auto_reply_recorded')));
  }
  const willing = addressed.aliases.filter(({ alias }) => alias.autoReplies === 'create');
  if (willing.length > 0) {
    note('auto_reply', 'wanted_by_alias', { aliases: willing.map(({ alias }) => alias.address) });
    return null;
  }
  note('auto_reply', 'belongs_nowhere');
  return end('auto_reply', { alias: addressed.aliases[0]?.alias.address });
};
