import { describe, expect, it } from 'vitest';
import { environmentName, isEnvironmentReference } from '../../../server/src/secrets/environment';

const refusal = (reference: string): string => {
  try {
    environmentName(reference, ['SMTP_PASSWORD']);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '(allowed)';
};

describe('env:NAME', () => {
  it('is told from a password', () => {
    expect(isEnvironmentReference('env:MAIL_GATEWAY_X')).toBe(true);
    expect(isEnvironmentReference('environment')).toBe(false);
  });

  it('may name what starts with MAIL_GATEWAY_ and what the configuration allows', () => {
    expect(environmentName('env:MAIL_GATEWAY_IMAP', [])).toBe('MAIL_GATEWAY_IMAP');
    expect(environmentName('env:SMTP_PASSWORD', ['SMTP_PASSWORD'])).toBe('SMTP_PASSWORD');
  });

  it.each([
    'env:PATH',
    'env:APP_KEYS',
    'env:mail_gateway_x',
    'env:',
    'env:MAIL_GATEWAY_X; rm',
    'env: MAIL_GATEWAY_X',
  ])('refuses %s', (reference) => {
    expect(refusal(reference)).toMatch(/Only environment variables whose name starts with MAIL_GATEWAY_/);
  });

  it('does not tell whether a variable exists', () => {
    expect(process.env.PATH).toBeDefined();
    const exists = refusal('env:PATH').replaceAll('PATH', 'X');
    expect(refusal('env:NO_SUCH_VARIABLE').replaceAll('NO_SUCH_VARIABLE', 'X')).toBe(exists);
  });
});
