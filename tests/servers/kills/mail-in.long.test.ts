import { killsDuringMailIn } from './mail-in';

killsDuringMailIn({ fetched: 500, pushed: 60, kills: 20, seed: 2063 });
