import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  /** PEM files. */
  certificateFile: string;
  keyFile: string;
}

export interface CertificateAuthority {
  /** The authority's own certificate, as a site owner would paste it. */
  pem: string;
  /**
   * Issues a server certificate.
   * @param names DNS names and IP addresses that it is valid for.
   * @param days how long it is valid from now; negative: it has been expired for that long.
   */
  issue(names: readonly string[], options?: { days?: number }): Promise<Certificate>;
}

const DAY = 86_400_000;

/** `20260131120000Z`, as openssl reads it. */
const asTimestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:T]/g, '').replace(/\..*$/, 'Z');

const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);

/** Makes a certificate authority of its own with the openssl command line tool. @param folder where its files go. */
export const createCertificateAuthority = async (folder: string): Promise<CertificateAuthority> => {
  const file = (name: string): string => path.join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await run('openssl', [
    ...['req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '30'],
    ...['-subj', '/CN=Mail Gateway test authority'],
  ]);
  await writeFile(file('ca.index'), '');
  await writeFile(
    file('ca.conf'),
    [
      '[ca]\ndefault_ca = own\n[own]',
      `database = ${file('ca.index')}`,
      `new_certs_dir = ${folder}`,
      'default_md = sha256\nrand_serial = yes\npolicy = any\nunique_subject = no\ncopy_extensions = copy',
      '[any]\ncommonName = supplied\n',
    ].join('\n')
  );
  let count = 0;

  return {
    pem: await readFile(file('ca.pem'), 'utf8'),

    async issue(names, { days = 30 } = {}) {
      count += 1;
      const base = `server-${count}`;
      const keyFile = file(`${base}.key`);
      const certificateFile = file(`${base}.pem`);
      const alternatives = names.map((name) => `${isAddress(name) ? 'IP' : 'DNS'}:${name}`).join(',');
      await run('openssl', [
        ...['req', '-new', ...newKey, '-keyout', keyFile, '-out', file(`${base}.csr`)],
        ...['-subj', `/CN=${names[0] ?? 'localhost'}`, '-addext', `subjectAltName=${alternatives}`],
      ]);
      const start = Date.now() - DAY + Math.min(0, days) * 2 * DAY;
      await run('openssl', [
        ...['ca', '-batch', '-config', file('ca.conf'), '-cert', file('ca.pem'), '-keyfile', file('ca.key')],
        ...['-in', file(`${base}.csr`), '-out', certificateFile, '-notext'],
        ...['-startdate', asTimestamp(start), '-enddate', asTimestamp(Date.now() + days * DAY)],
      ]);
      return { certificateFile, keyFile };
    },
  };
};
