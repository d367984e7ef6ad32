export { Discussion } from './Discussion';
export { EntryConversation } from './EntryConversation';
