import type { InboundEmailDetail } from '../../../../contracts';
import { useReceivedContentQuery } from '../../api';
import { Panel, ReceivedContent } from '../../components';
import { useText } from '../../i18n';
import { Headers } from './Headers';
import { Original } from './Original';

/** What the mail says, and the way to its original. */
export const Content = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const query = useReceivedContentQuery(mail.documentId, { refetchOnMountOrArgChange: true });
  return (
    <Panel title={text('content.title')}>
      <ReceivedContent query={query}>
        {({ headers, headersCut }) => headers.length > 0 && <Headers headers={headers} isCut={headersCut} />}
      </ReceivedContent>
      {mail.rawStored && <Original documentId={mail.documentId} />}
    </Panel>
  );
};
