import { killsDuringMailOut } from './mail-out';

killsDuringMailOut({ mails: 2000, kills: 50, seed: 4099 });
