import { killsDuringMailOut } from './mail-out';

killsDuringMailOut({ mails: 300, kills: 7, seed: 3089 });
