import { Grid } from '@strapi/design-system';
import { InputRenderer, useForm } from '@strapi/strapi/admin';
import type { IncomingServer } from '../../../../contracts';
import { useContentTypesQuery } from '../../api';
import { Panel, useContentTypes } from '../../components';
import { useText } from '../../i18n';
import { Choice, Half, PasswordField, useField, Whole } from '../../server-form';
import { NO_FALLBACK, type ServerValues } from './values';

/** The context of Strapi's forms is typed for any form; these fields stand in ours alone. */
const useValue = <Name extends keyof ServerValues>(name: Name): ServerValues[Name] =>
  useForm('useValue', ({ values }) => (values as ServerValues)[name]);

const Connection = ({ hasSecret }: { hasSecret: boolean }) => {
  const text = useText();
  const field = useField('incoming');
  return (
    <Panel title={text('server.connection')}>
      <Grid.Root gap={5}>
        <Half>
          <InputRenderer type="string" required {...field('name')} />
        </Half>
        <Half>
          <InputRenderer type="string" required placeholder="imap.example.com" {...field('host')} />
        </Half>
        <Half>
          <Choice kind="incoming" name="encryption" values={['tls', 'starttls', 'none']} />
        </Half>
        <Half>
          <InputRenderer type="string" {...field('port')} />
        </Half>
        <Half>
          <InputRenderer type="string" required autoComplete="off" {...field('username')} />
        </Half>
        <Half>
          <PasswordField kind="incoming" hasSecret={hasSecret} />
        </Half>
      </Grid.Root>
    </Panel>
  );
};

/** One of the site's content types, or none. One that does not exist any more is shown, so that it can be mended. */
const Fallback = () => {
  const text = useText();
  const field = useField('incoming');
  const { nameOf } = useContentTypes();
  const { data: contentTypes = [] } = useContentTypesQuery(undefined);
  const chosen = useValue('fallbackContentType');
  const uids = contentTypes
    .filter(({ kind, uid }) => kind === 'collectionType' && uid.startsWith('api::'))
    .map(({ uid }) => uid);
  const all = chosen === NO_FALLBACK || uids.includes(chosen) ? uids : [...uids, chosen];
  const options = [
    { value: NO_FALLBACK, label: text('incoming.field.fallbackContentType.none') },
    ...all.map((uid) => ({ value: uid, label: nameOf(uid) })),
  ];
  return <InputRenderer type="enumeration" required options={options} {...field('fallbackContentType')} />;
};

const Mail = () => {
  const text = useText();
  const field = useField('incoming');
  const afterFetch = useValue('afterFetch');
  const startWith = useValue('startWith');
  return (
    <Panel title={text('incoming.mail')}>
      <Grid.Root gap={5}>
        <Half>
          <InputRenderer type="string" placeholder="INBOX" {...field('folder')} />
        </Half>
        <Half>
          <Choice kind="incoming" name="startWith" values={['unseen', 'now', 'days', 'all']} />
        </Half>
        {startWith === 'days' && (
          <Half>
            <InputRenderer type="integer" required {...field('startDays')} />
          </Half>
        )}
        <Half>
          <Choice kind="incoming" name="afterFetch" values={['leave', 'seen', 'move', 'delete']} />
        </Half>
        {afterFetch === 'move' && (
          <Half>
            <InputRenderer type="string" required {...field('afterFetchFolder')} />
          </Half>
        )}
        <Half>
          <Fallback />
        </Half>
        <Half>
          <InputRenderer type="boolean" required {...field('keepAttachments')} />
        </Half>
        <Half>
          <InputRenderer type="boolean" required {...field('active')} />
        </Half>
      </Grid.Root>
    </Panel>
  );
};

const Special = () => {
  const text = useText();
  const field = useField('incoming');
  return (
    <Panel title={text('incoming.special')}>
      <Grid.Root gap={5}>
        <Half>
          <InputRenderer type="string" placeholder="example.com" {...field('deliversTo')} />
        </Half>
        <Half>
          <InputRenderer type="string" placeholder="mx.example.com" {...field('trustedAuthservId')} />
        </Half>
        <Half>
          <InputRenderer type="decimal" {...field('maxMegabytes')} />
        </Half>
        <Half>
          <InputRenderer type="integer" {...field('priority')} />
        </Half>
        <Whole>
          <InputRenderer
            type="text"
            placeholder="-----BEGIN CERTIFICATE-----"
            {...field('certificateAuthority')}
          />
        </Whole>
      </Grid.Root>
    </Panel>
  );
};

/** Everything that can be set, the usual before the special. */
export const ServerFields = ({ server }: { server: IncomingServer | null }) => (
  <>
    <Connection hasSecret={server?.hasSecret ?? false} />
    <Mail />
    <Special />
  </>
);
