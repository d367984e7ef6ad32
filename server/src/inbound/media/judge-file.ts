import libmime from 'libmime';
import { isActiveExtension, isActiveType, looksActive } from './active-content';
import { extensionOf } from './file-name';

/** `plugin::upload.security` of the site. */
export interface UploadSecurity {
  /** Patterns such as `image/*`; absent: everything. */
  allowedTypes?: readonly string[];
  deniedTypes?: readonly string[];
}

export interface FileToJudge {
  fileName: string | null;
  /** As the mail declares it, `type/subtype` in lower case. */
  declaredType: string;
  /** What the bytes are by their signature; null when they have none. */
  detectedType: string | null;
  /** The first bytes of the file. */
  start: Buffer;
}

export type Verdict = { allowed: true; type: string } | { allowed: false; reason: string };

const GENERIC = 'application/octet-stream';
/** Formats that others are made of: a signature says no more than this of a .docx or a .doc. */
const CONTAINERS = new Set(['application/zip', 'application/x-cfb']);

const typeOfExtension = (extension: string): string | null => {
  const type = extension === '' ? GENERIC : libmime.detectMimeType(extension.slice(1));
  return type === GENERIC ? null : type;
};

const matches = (type: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => {
    const parts = pattern.toLowerCase().split('*');
    const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${escaped.join('[^]*')}$`).test(type);
  });

const refused = (reason: string): Verdict => ({ allowed: false, reason });

/**
 * Whether an attachment may be copied into the Media Library, and as which type. Strapi checks this in its own
 * controllers alone, so it is done here: by declared type, name and bytes, each of which can refuse.
 */
export const judgeFile = (
  { fileName, declaredType, detectedType, start }: FileToJudge,
  { allowedTypes, deniedTypes = [] }: UploadSecurity
): Verdict => {
  const extension = extensionOf(fileName ?? '');
  const named = typeOfExtension(extension);
  const declared = declaredType === '' || declaredType === GENERIC ? null : declaredType;
  const claims = [declared, named, detectedType].filter((type) => type !== null);

  const active =
    isActiveExtension(extension) || claims.find(isActiveType) !== undefined || looksActive(start);
  if (active) return refused('a browser would run it as a page of this site');

  const denied = claims.find((type) => matches(type, deniedTypes));
  if (denied !== undefined) return refused(`the site does not take files of type ${denied}`);

  const contained = detectedType !== null && CONTAINERS.has(detectedType) ? (named ?? declared) : null;
  const type = contained ?? detectedType ?? named ?? declared ?? GENERIC;
  if (allowedTypes && !matches(type, allowedTypes)) {
    return refused(`the site does not take files of type ${type}`);
  }
  return { allowed: true, type };
};

/** Extension for a file that has none, with its dot. */
export const extensionFor = (type: string): string => `.${libmime.detectExtension(type) || 'bin'}`;
