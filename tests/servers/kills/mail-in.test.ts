import { killsDuringMailIn } from './mail-in';

killsDuringMailIn({ fetched: 180, pushed: 18, kills: 6, seed: 1031 });
