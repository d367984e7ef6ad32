import { Flex, Typography } from '@strapi/design-system';
import type { IncomingServer } from '../../../contracts';
import { When } from '../components';
import { useSentences, useText } from '../i18n';
import { failureReason, failureSentence } from '../words';

/** What is kept with either kind of server. */
type Kept = Pick<IncomingServer, 'lastTestedAt' | 'testErrorCode' | 'testErrorMessage' | 'testOutdated'>;

interface Props {
  test: Kept;
  /** Whether what went wrong is said beside it already. */
  isSaid: boolean;
}

/** The last test of a server, as its own page tells it: how it ended, when, and whether that still counts. */
export const LastTest = ({ test, isSaid }: Props) => {
  const text = useText();
  const sentences = useSentences();
  const { lastTestedAt, testErrorCode, testErrorMessage, testOutdated } = test;
  if (lastTestedAt === null) return null;
  const own = failureSentence(testErrorCode, text, sentences);
  const color = testOutdated ? 'neutral600' : 'danger700';
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography textColor="neutral800">
        {text(testErrorCode === null ? 'server.test.good' : 'server.test.bad')}{' '}
        <When instant={lastTestedAt} textColor="neutral800" />
      </Typography>
      {testOutdated && <Typography textColor="neutral800">{text('server.test.outdated')}</Typography>}
      {!isSaid && own && <Typography textColor={color}>{own}</Typography>}
      {!isSaid && testErrorMessage && (
        <Typography lang="en" {...(own ? { variant: 'pi', textColor: 'neutral600' } : { textColor: color })}>
          {testErrorMessage}
        </Typography>
      )}
    </Flex>
  );
};

/** The same in a list. */
export const LastTestLine = ({ test, isSaid }: Props) => {
  const text = useText();
  const sentences = useSentences();
  const { lastTestedAt, testErrorCode, testErrorMessage, testOutdated } = test;
  if (lastTestedAt === null) return null;
  const look = { variant: 'pi', textColor: 'neutral600' } as const;
  const reason =
    testErrorCode !== null && !isSaid && failureReason(testErrorCode, testErrorMessage, sentences);
  return (
    <>
      <Typography {...look}>
        {text(testErrorCode === null ? 'server.test.good' : 'server.test.bad')}{' '}
        <When instant={lastTestedAt} {...look} />
        {testOutdated && `, ${text('server.test.outdated.short')}`}
      </Typography>
      {reason && <Typography {...look}>{reason}</Typography>}
    </>
  );
};
