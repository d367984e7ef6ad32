import * as React from 'react';
import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { AliasPreview, AliasPreviewRequest } from '../../../../contracts';
import { useAliasPreviewQuery, useErrorText } from '../../api';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { useAliasValues } from './labels';
import { MailChoice } from './MailChoice';
import { PreviewProblems } from './PreviewProblems';
import { PreviewValue } from './PreviewValue';
import { readRows } from './rows';
import { useDebounced } from './useDebounced';
import { usePreviewMail } from './usePreviewMail';
import { useProposal } from './useProposal';

/** Milliseconds without a key before the server is asked. */
const PAUSE = 400;

/** What the form says now, as far as it can be tried; null while there is nothing to try. */
const useRules = (): AliasPreviewRequest | null => {
  const { contentType, rows, entryStatus } = useAliasValues();
  const { proposal } = useProposal(contentType);
  return React.useMemo(() => {
    if (contentType === null || !proposal) return null;
    const { mapping, defaults } = readRows(proposal.attributes, rows);
    return { contentType, mapping, defaults, entryStatus };
  }, [contentType, proposal, rows, entryStatus]);
};

const Entry = ({ preview }: { preview: AliasPreview }) => {
  const text = useText();
  const { attachments, from, subject } = preview.mail;
  return (
    <>
      <Box background="neutral100" hasRadius padding={3}>
        <Typography tag="p" fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
          {subject || text('mail.noSubject')}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {text('alias.preview.mail', { from: from || text('mail.noSender'), count: attachments })}
        </Typography>
      </Box>
      <PreviewProblems problems={preview.problems} />
      <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
        {preview.values.map((value) => (
          <PreviewValue key={value.attribute} preview={value} />
        ))}
      </Flex>
    </>
  );
};

/** The entry that the mapping makes of a mail, as it stands in the form and before it is saved. */
export const Preview = () => {
  const text = useText();
  const errorText = useErrorText();
  const mayReadMail = useMay(PERMISSIONS.readReceived);
  const [chosen, choose] = usePreviewMail();
  const mail = mayReadMail ? chosen : null;
  const rules = useDebounced(useRules(), PAUSE);
  const { data, error, isFetching } = useAliasPreviewQuery(
    { rules: rules ?? { contentType: '', mapping: {} }, mail },
    { skip: rules === null }
  );
  // The answer to what was asked before stays until the next one is there, but no entry of another content type.
  const preview = rules === null || error ? undefined : data;

  return (
    <Panel title={text('alias.preview.title')}>
      {mayReadMail && <MailChoice mail={mail} shown={data?.mail} onChange={choose} />}
      {rules === null && <Typography textColor="neutral600">{text('alias.preview.none')}</Typography>}
      {rules !== null && error && (
        <Typography role="alert" textColor="danger600">
          {errorText(error)}
        </Typography>
      )}
      {rules !== null && !data && isFetching && (
        <Flex justifyContent="center" padding={4}>
          <Loader small>{text('alias.preview.loading')}</Loader>
        </Flex>
      )}
      {preview && (
        <Flex direction="column" alignItems="stretch" gap={4} aria-busy={isFetching}>
          <Entry preview={preview} />
        </Flex>
      )}
    </Panel>
  );
};
