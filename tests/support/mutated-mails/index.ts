export { bytesOf, corpusMails, generatedMails, hasCorpus, mutatedMails } from './sources';
export { checkMutatedMails, replaySeeds } from './check';
export { startWatchdog, type Watchdog } from './watchdog';
export { endsOn } from './final-state';
