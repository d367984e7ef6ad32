import { Grid } from '@strapi/design-system';
import { InputRenderer, useForm } from '@strapi/strapi/admin';
import type { OutgoingServer } from '../../../../contracts';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { Choice, Half, PasswordField, useField, Whole } from '../../server-form';
import type { ServerValues } from './values';

const LogIn = ({ hasSecret }: { hasSecret: boolean }) => {
  const field = useField('outgoing');
  // The context of Strapi's forms is typed for any form; these fields stand in ours alone.
  const wanted = useForm('LogIn', ({ values }) => (values as ServerValues).authentication);
  return (
    <>
      <Half>
        <Choice kind="outgoing" name="authentication" values={['password', 'none']} />
      </Half>
      {wanted === 'password' && (
        <>
          <Half>
            <InputRenderer type="string" autoComplete="off" {...field('username')} />
          </Half>
          <Half>
            <PasswordField kind="outgoing" hasSecret={hasSecret} />
          </Half>
        </>
      )}
    </>
  );
};

/** Everything that can be set, the usual before the special. */
export const ServerFields = ({ server }: { server: OutgoingServer | null }) => {
  const text = useText();
  const field = useField('outgoing');
  return (
    <>
      <Panel title={text('server.connection')}>
        <Grid.Root gap={5}>
          <Half>
            <InputRenderer type="string" required {...field('name')} />
          </Half>
          <Half>
            <InputRenderer type="string" required placeholder="smtp.example.com" {...field('host')} />
          </Half>
          <Half>
            <Choice kind="outgoing" name="encryption" values={['starttls', 'tls', 'none']} />
          </Half>
          <Half>
            <InputRenderer type="string" {...field('port')} />
          </Half>
          <LogIn hasSecret={server?.hasSecret ?? false} />
        </Grid.Root>
      </Panel>
      <Panel title={text('outgoing.use')}>
        <Grid.Root gap={5}>
          <Half>
            <InputRenderer type="integer" {...field('priority')} />
          </Half>
          <Half>
            <InputRenderer type="boolean" required {...field('active')} />
          </Half>
          <Whole>
            <InputRenderer
              type="string"
              placeholder="example.com, sales@example.org"
              {...field('fromFilter')}
            />
          </Whole>
          <Half>
            <Choice kind="outgoing" name="envelopeSender" values={['auto', 'bounce', 'login', 'from']} />
          </Half>
          <Half>
            <InputRenderer type="string" placeholder="mail.example.com" {...field('heloName')} />
          </Half>
          <Half>
            <InputRenderer type="integer" {...field('maxConnections')} />
          </Half>
        </Grid.Root>
      </Panel>
    </>
  );
};
