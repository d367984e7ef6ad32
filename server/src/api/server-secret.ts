import { GatewayError } from '../errors';
import { secretRequired, type Connection, type Secrets } from '../secrets';
import { fieldSentence } from './field-problem';

/** A password in a request: a string replaces the stored one, null removes it, undefined keeps it. */
type Given = string | null | undefined;

const LABELS: Record<keyof Connection, string> = {
  host: 'host',
  port: 'port',
  encryption: 'encryption',
  authentication: 'authentication',
  username: 'user name',
};

/**
 * Refuses to use a stored password for another connection than the one that it was entered for, when saving as well as
 * when testing values that are not saved.
 * @throws GatewayError `secret_required`
 */
export const guardSecret = async (
  { secrets, owner }: { secrets: Secrets; owner: string },
  { before, after, given }: { before: Connection; after: Connection; given: Given }
): Promise<void> => {
  if (given !== undefined) return;
  const changed = secretRequired(before, after);
  if (changed.length === 0 || !(await secrets.has(owner))) return;
  throw new GatewayError(
    'secret_required',
    `Enter the password again: it was stored for another ${changed.map((field) => LABELS[field]).join(', ')}.`,
    422,
    { fields: changed }
  );
};

/** Stores, removes or keeps; part of the open transaction. @throws GatewayError as `Secrets.set` */
export const saveSecret = async (
  { secrets, owner }: { secrets: Secrets; owner: string },
  given: Given
): Promise<void> => {
  if (given === null) await secrets.remove(owner);
  else if (given !== undefined) await secrets.set(owner, given);
};

/** Fields that people left empty are null in the database. */
export const blankToNull = <Fields extends object>(fields: Fields): Fields =>
  // Only fields whose contract allows null may be empty.
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value === '' ? null : value])
  ) as Fields;

/** @throws GatewayError `invalid` for a login without a user name. */
export const checkLogin = ({
  authentication,
  username,
}: Pick<Connection, 'authentication' | 'username'>): void => {
  if (authentication === 'none' || username) return;
  const message = 'The user name is missing; a server that needs none has the authentication none.';
  throw new GatewayError('invalid', message, 422, {
    issues: [{ path: 'username', ...fieldSentence('user_name_missing', {}, message) }],
  });
};
