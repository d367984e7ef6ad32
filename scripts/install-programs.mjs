/** Installs the programs that the suites beside `npm test` need, as root on Debian; says what is missing still. */
import { providePrograms } from './lib/programs.mjs';

await providePrograms({ install: true });
