import { Status, Typography } from '@strapi/design-system';
import type { IncomingServer } from '../../../../contracts';
import { useText } from '../../i18n';
import { healthOf } from './health';

/** How a mailbox is doing in one word, in its colour. */
export const HealthWord = ({ server }: { server: IncomingServer }) => {
  const text = useText();
  const { tone, word } = healthOf(server);
  return (
    <Status variant={tone} size="S">
      <Typography variant="omega" fontWeight="bold" textColor={`${tone}700`}>
        {text(word)}
      </Typography>
    </Status>
  );
};
