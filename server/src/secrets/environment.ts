import { GatewayError } from '../errors';

const REFERENCE = 'env:';
const OWN_PREFIX = 'MAIL_GATEWAY_';
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a secret is the name of an environment variable (`env:MAIL_GATEWAY_SMTP_PASSWORD`) instead of a value. */
export const isEnvironmentReference = (value: string): boolean => value.startsWith(REFERENCE);

/**
 * The variable's name, if it may be read. Only names that were meant for the gateway: otherwise whoever may edit a
 * server could send any secret of the process, such as the database's password, to a host of their choice. The refusal
 * is the same sentence whether or not the variable exists.
 * @param allowedEnv further names, from the plugin's configuration.
 * @throws GatewayError `secret_env_refused`
 */
export const environmentName = (reference: string, allowedEnv: readonly string[]): string => {
  const name = reference.slice(REFERENCE.length);
  if (NAME.test(name) && (name.startsWith(OWN_PREFIX) || allowedEnv.includes(name))) return name;
  throw new GatewayError(
    'secret_env_refused',
    `Only environment variables whose name starts with ${OWN_PREFIX} or stands in the plugin's configuration ` +
      `\`allowedEnv\` can be named here; "${name}" is none of them.`,
    422,
    { values: { name, prefix: OWN_PREFIX } }
  );
};
