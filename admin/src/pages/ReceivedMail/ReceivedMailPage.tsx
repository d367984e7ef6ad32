import { Flex, Grid, Loader } from '@strapi/design-system';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { InboundEmailDetail } from '../../../../contracts';
import { useErrorText, useReceivedMailQuery, useRefresh } from '../../api';
import { LoadFailed, SiteBanner } from '../../components';
import { useFormats, useText } from '../../i18n';
import { PLUGIN_ID } from '../../pluginId';
import { ReplayRun, useReplayMany, type ReplayMany } from '../../replay-many';
import { Content } from './Content';
import { Evidence } from './Evidence';
import { Facts } from './Facts';
import { Mend } from './Mend';
import { Replay } from './Replay';
import { Result } from './Result';

const LIST = `/plugins/${PLUGIN_ID}/received`;
const BUSY_MS = 3000;

const Mail = ({ mail, many }: { mail: InboundEmailDetail; many: ReplayMany }) => (
  <Grid.Root gap={6} tag="div">
    <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={6}>
      <ReplayRun many={many} />
      <Result mail={mail} />
      <Mend mail={mail} many={many} />
      <Content mail={mail} />
      <Evidence mail={mail} />
    </Grid.Item>
    <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
      <Facts mail={mail} />
    </Grid.Item>
  </Grid.Root>
);

const Body = ({ query }: { query: ReturnType<typeof useMail> }) => {
  const text = useText();
  const errorText = useErrorText();
  const { data, error, refetch } = query;
  // Here, so that what became of many mails is still said when this one is no more among those to be mended.
  const many = useReplayMany(refetch);

  if (data) return <Mail mail={data} many={many} />;
  if (!error) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('received.loading')}</Loader>
      </Flex>
    );
  }
  if ('status' in error && error.status === 404) return <LoadFailed message={text('error.missing')} />;
  return (
    <LoadFailed message={`${text('error.detail')}: ${errorText(error)}`} onRetry={() => void refetch()} />
  );
};

const useMail = (documentId: string) => {
  const query = useReceivedMailQuery(documentId, { refetchOnMountOrArgChange: true });
  // What is being worked on soon looks different.
  useRefresh(query.refetch, query.data?.state === 'received' ? BUSY_MS : null);
  return query;
};

/** One received mail: what became of it, and how that was decided. */
export const ReceivedMailPage = () => {
  const text = useText();
  const { relative } = useFormats();
  const { documentId = '' } = useParams();
  const query = useMail(documentId);
  const mail = query.data;
  const title = mail ? mail.subject || text('mail.noSubject') : text('received.title');
  const sender = mail?.fromName || mail?.from || text('mail.noSender');

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={
          mail?.receivedAt ? text('mail.subtitle', { sender, when: relative(mail.receivedAt) }) : undefined
        }
        navigationAction={<BackButton fallback={LIST} />}
        primaryAction={mail && <Replay mail={mail} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" paddingBottom={10}>
          <SiteBanner />
          <Body query={query} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
