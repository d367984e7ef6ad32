import fs from 'node:fs';
import path from 'node:path';
import { say, warn } from './log.mjs';
import { run } from './run.mjs';

/** Debian keeps one folder for each major version of PostgreSQL. */
const POSTGRES = '/usr/lib/postgresql';

/** What the suites beside `npm test` need: programs, and the Debian packages that bring them. */
const PROGRAMS = [
  {
    path: '/usr/sbin/dovecot',
    packages: ['dovecot-imapd', 'dovecot-pop3d', 'dovecot-lmtpd'],
    for: 'servers',
  },
  { path: '/usr/sbin/postfix', packages: ['postfix'], for: 'servers' },
  { path: '/usr/bin/openssl', packages: ['openssl'], for: 'servers' },
  {
    path: `${POSTGRES}/*/bin/postgres`,
    packages: ['postgresql'],
    for: 'integration on postgres',
    isThere: () =>
      fs.existsSync(POSTGRES) &&
      fs.readdirSync(POSTGRES).some((version) => fs.existsSync(path.join(POSTGRES, version, 'bin/postgres'))),
  },
  { path: '/usr/sbin/mariadbd', packages: ['mariadb-server'], for: 'integration on mysql' },
  { path: '/usr/bin/chromium', packages: ['chromium'], for: 'e2e' },
];

const absent = () => PROGRAMS.filter((program) => !(program.isThere?.() ?? fs.existsSync(program.path)));

/**
 * Installs what is missing, as root on Debian, and says what is missing still.
 *
 * @returns {Promise<string[]>} the suites that lack a program, as each program names its own in `for`
 */
export async function providePrograms({ install }) {
  if (install && absent().length > 0) await installPackages(absent().flatMap(({ packages }) => packages));
  const missing = absent();
  for (const program of missing) {
    warn(`${program.path} is missing: tests of "${program.for}" that need it are skipped`);
  }
  if (missing.length > 0 && !install) {
    warn(`on Debian: apt-get install ${missing.flatMap(({ packages }) => packages).join(' ')}`);
    warn('or, as root: npm run test:servers -- --install');
  }
  return missing.map((program) => program.for);
}

async function installPackages(packages) {
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) {
    warn(`cannot install ${packages.join(' ')}: that takes root on a Debian system`);
    return;
  }
  say(`installing ${packages.join(' ')}`);
  // The suites start instances of their own: no service is to be started by the installation.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, quiet: true });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    warn(`installing failed: ${error.message}`);
  }
}
