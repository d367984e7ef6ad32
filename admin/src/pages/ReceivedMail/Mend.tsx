import type * as React from 'react';
import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { InboundEmailDetail } from '../../../../contracts';
import { useReceivedLikeQuery } from '../../api';
import { Panel } from '../../components';
import { useText, type TextKey } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';
import { ReplayManyButton, type ReplayMany } from '../../replay-many';
import { mendOf } from './mendable';

/** The page of an alias, which begins with what it makes of this mail. */
const aliasPage = (alias: string, mail: string): string =>
  `/settings/${PLUGIN_ID}/aliases/${encodeURIComponent(alias)}?mail=${encodeURIComponent(mail)}`;

const Way = ({ to, label }: { to: string; label: TextKey }) => {
  const text = useText();
  return (
    <LinkButton tag={Link} to={to} size="S">
      {text(label)}
    </LinkButton>
  );
};

const Steps = ({ hint, children }: { hint: TextKey; children: React.ReactNode }) => {
  const text = useText();
  return (
    <Panel title={text('mend.title')}>
      <Typography lineHeight={6}>{text(hint)}</Typography>
      <Flex gap={2} wrap="wrap">
        {children}
      </Flex>
    </Panel>
  );
};

const MendMapping = ({ mail, many }: { mail: InboundEmailDetail; many: ReplayMany }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const mayReplay = useMay(PERMISSIONS.replay);
  const { data: like } = useReceivedLikeQuery(mail.documentId, { refetchOnMountOrArgChange: true });

  const others = like?.documentIds ?? [];
  const chosen = { documentIds: [...(mail.rawStored ? [mail.documentId] : []), ...others], hasMore: false };
  const mayMend = mayUpdate && typeof like?.alias === 'string';
  const isReplayed = mayReplay && others.length > 0;
  if (!mayMend && !isReplayed) return null;
  return (
    <Steps hint="mend.mapping.hint">
      {mayMend && like.alias !== null && (
        <Way to={aliasPage(like.alias, mail.documentId)} label="mend.mapping" />
      )}
      {isReplayed && (
        <ReplayManyButton
          label={text(like?.hasMore ? 'mend.like.many' : 'mend.like', { count: others.length })}
          choose={() => Promise.resolve(chosen)}
          onConfirm={many.start}
          isDisabled={many.run?.status === 'running'}
        />
      )}
    </Steps>
  );
};

/** The way to the setting that mends the cause, where there is one and the user may go it. */
export const Mend = ({ mail, many }: { mail: InboundEmailDetail; many: ReplayMany }) => {
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const mend = mendOf(mail);
  if (mend === 'mapping') return <MendMapping mail={mail} many={many} />;
  if (mend === null || !mayUpdate) return null;
  return (
    <Steps hint="mend.alias.hint">
      <Way to={aliasPage('add', mail.documentId)} label="mend.alias" />
    </Steps>
  );
};
