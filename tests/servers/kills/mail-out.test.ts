import { killsDuringMailOut } from './mail-out';

killsDuringMailOut({ mails: 500, kills: 12, seed: 3089 });
