import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Key and certificate as PEM. */
export interface Credentials {
  key: string;
  cert: string;
}

const DAY_MS = 86_400_000;
/** The certificate is made anew at each start; no process runs this long. */
const VALID_DAYS = 3650;

/** DER (ITU-T X.690): one element with its tag and its length. */
const element = (tag: number, ...contents: Buffer[]): Buffer => {
  const body = Buffer.concat(contents);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;
/** The third field of a GeneralName: a DNS name. */
const DNS_NAME = 0x82;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const ECDSA_WITH_SHA256 = element(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));

/** RFC 5280 4.1.2.5: two digits of the year up to 2049, four after it. */
const time = (at: Date): Buffer => {
  const text = `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050
    ? element(UTC_TIME, Buffer.from(text.slice(2)))
    : element(GENERALIZED_TIME, Buffer.from(text));
};

const pem = (label: string, der: Buffer): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(der.toString('base64').match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
    '',
  ].join('\n');

/**
 * A new key (P-256) with a certificate that it signed itself (X.509, RFC 5280), for mail servers that encrypt without
 * asking who answers. Node can read certificates and not make them; the packages that can bring a dozen others along.
 * @param host DNS name of this machine, in ASCII.
 */
export const selfSigned = (host: string, now = new Date()): Credentials => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = element(
    SEQUENCE,
    element(SET, element(SEQUENCE, COMMON_NAME, element(UTF8_STRING, Buffer.from(host.slice(0, 64)))))
  );
  const names = element(SEQUENCE, element(DNS_NAME, Buffer.from(host)));
  const serial = randomBytes(16);
  // Positive, and without a leading zero.
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);

  const content = element(
    SEQUENCE,
    element(VERSION, element(INTEGER, Buffer.from([2]))),
    element(INTEGER, serial),
    ECDSA_WITH_SHA256,
    name,
    element(
      SEQUENCE,
      time(new Date(now.getTime() - DAY_MS)),
      time(new Date(now.getTime() + VALID_DAYS * DAY_MS))
    ),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(EXTENSIONS, element(SEQUENCE, element(SEQUENCE, SUBJECT_ALT_NAME, element(OCTET_STRING, names))))
  );
  const signature = element(BIT_STRING, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', element(SEQUENCE, content, ECDSA_WITH_SHA256, signature)),
  };
};
