import { Grid } from '@strapi/design-system';
import { InputRenderer, useForm } from '@strapi/strapi/admin';
import type { OutgoingServer } from '../../../../contracts';
import { Panel } from '../../components';
import { useText, type TextKey } from '../../i18n';
import type { ServerValues } from './values';

type Name = Exclude<keyof ServerValues, 'preset'>;

const HINTS: Partial<Record<Name, TextKey>> = {
  name: 'outgoing.field.name.hint',
  port: 'outgoing.field.port.hint',
  password: 'outgoing.field.password.hint',
  priority: 'outgoing.field.priority.hint',
  fromFilter: 'outgoing.field.fromFilter.hint',
  active: 'outgoing.field.active.hint',
  envelopeSender: 'outgoing.field.envelopeSender.hint',
  heloName: 'outgoing.field.heloName.hint',
  maxConnections: 'outgoing.field.maxConnections.hint',
};

const CHOICES = {
  encryption: ['starttls', 'tls', 'none'],
  authentication: ['password', 'none'],
  envelopeSender: ['auto', 'bounce', 'login', 'from'],
} as const;

/** Label and explanation of a field, which those who may only look cannot change. */
const useLabels = () => {
  const text = useText();
  const disabled = useForm('ServerFields', (form) => form.disabled);
  return (name: Name) => {
    const hint = HINTS[name];
    return { name, disabled, label: text(`outgoing.field.${name}`), hint: hint && text(hint) };
  };
};

/** One of several. */
const Choice = ({ name }: { name: keyof typeof CHOICES }) => {
  const text = useText();
  const labels = useLabels();
  const options = CHOICES[name].map((value) => ({
    value,
    // Every choice above has its text; a test of the translations compares them.
    label: text(`outgoing.field.${name}.${value}` as TextKey),
  }));
  return <InputRenderer type="enumeration" required options={options} {...labels(name)} />;
};

const LogIn = ({ hasSecret }: { hasSecret: boolean }) => {
  const text = useText();
  const labels = useLabels();
  // The context of Strapi's forms is typed for any form; these fields stand in ours alone.
  const wanted = useForm('LogIn', ({ values }) => (values as ServerValues).authentication);
  return (
    <>
      <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
        <Choice name="authentication" />
      </Grid.Item>
      {wanted === 'password' && (
        <>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="string" autoComplete="off" {...labels('username')} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer
              type="password"
              autoComplete="new-password"
              {...labels('password')}
              {...(hasSecret ? { hint: text('outgoing.field.password.stored') } : {})}
            />
          </Grid.Item>
        </>
      )}
    </>
  );
};

/** Everything that can be set, the usual before the special. */
export const ServerFields = ({ server }: { server: OutgoingServer | null }) => {
  const text = useText();
  const labels = useLabels();
  return (
    <>
      <Panel title={text('outgoing.connection')}>
        <Grid.Root gap={5}>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="string" required {...labels('name')} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="string" required placeholder="smtp.example.com" {...labels('host')} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <Choice name="encryption" />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="string" {...labels('port')} />
          </Grid.Item>
          <LogIn hasSecret={server?.hasSecret ?? false} />
        </Grid.Root>
      </Panel>
      <Panel title={text('outgoing.use')}>
        <Grid.Root gap={5}>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="integer" {...labels('priority')} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="boolean" required {...labels('active')} />
          </Grid.Item>
          <Grid.Item col={12} alignItems="stretch" direction="column">
            <InputRenderer
              type="string"
              placeholder="example.com, sales@example.org"
              {...labels('fromFilter')}
            />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <Choice name="envelopeSender" />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="string" placeholder="mail.example.com" {...labels('heloName')} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
            <InputRenderer type="integer" {...labels('maxConnections')} />
          </Grid.Item>
        </Grid.Root>
      </Panel>
    </>
  );
};
