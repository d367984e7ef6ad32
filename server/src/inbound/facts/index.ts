export { findAliases, type Alias } from './aliases';
export { createFactFinder, envelopeOf, type FactFinder, type Gathered } from './facts';
export { createSentMailFinder, type SentMailFinder } from './sent-mail';
