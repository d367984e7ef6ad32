import { killsDuringMailIn } from './mail-in';

killsDuringMailIn({ fetched: 300, pushed: 30, kills: 10, seed: 1031 });
