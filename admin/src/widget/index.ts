export { MailWidget as default } from './MailWidget';
