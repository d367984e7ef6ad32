import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign';

/** Keys of a signing domain, made for the tests. */
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const keyRecord = `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`;

export interface Signing {
  domain: string;
  selector?: string;
  /** Sign only so many bytes of the body (`l=`). */
  bodyLength?: number;
  expires?: Date;
  signedAt?: Date;
  /** Names of the fields to sign, with colons between them. */
  fields?: string;
}

/** The mail with a real DKIM signature on top. */
export const sign = async (
  mail: string,
  { domain, selector = 's1', bodyLength, expires, signedAt, fields }: Signing
): Promise<string> => {
  const key = { signingDomain: domain, selector, privateKey: keys.privateKey };
  const { signatures, errors } = await dkimSign(mail, {
    ...key,
    canonicalization: 'relaxed/relaxed',
    signTime: signedAt ?? new Date(),
    expires,
    ...(fields === undefined ? {} : { headerList: fields }),
    signatureData: [{ ...key, maxBodyLength: bodyLength }],
  });
  if (errors.length > 0) throw new Error(`not signed: ${JSON.stringify(errors)}`);
  return signatures + mail;
};

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** A DNS of TXT records; what is not there does not exist, and an Error is thrown instead of answered. */
export const zone = (records: Record<string, string | Error>) => {
  const asked: string[] = [];
  const resolve = async (name: string, type: string): Promise<string[][]> => {
    asked.push(`${type} ${name}`);
    const record = type === 'TXT' ? records[name.toLowerCase()] : undefined;
    if (record === undefined) throw failure('ENOTFOUND');
    if (record instanceof Error) throw record;
    return [[record]];
  };
  return { resolve, asked };
};

export const servfail = failure('ESERVFAIL');
