import { Badge } from '@strapi/design-system';
import { styled } from 'styled-components';
import { INBOX_COUNT_LIMIT } from '../../../contracts';
import { useInboxCountQuery, useRefresh } from '../api';

const REFRESH_MS = 60_000;

/** The menu is drawn anew with each page: a number of that age will do. */
const AGE_SECONDS = 30;

const Corner = styled(Badge)`
  position: absolute;
  inset-block-end: 1.1rem;
  inset-inline-start: 1rem;
  min-width: 1.8rem;
  height: 1.8rem;
  padding-inline: 0.4rem;
  border-radius: 0.9rem;

  span {
    color: ${({ theme }) => theme.colors.neutral0};
    font-size: 1rem;
    line-height: 1;
  }
`;

/** How many conversations hold something unread. */
export const UnreadBadge = () => {
  const { data, refetch } = useInboxCountQuery(undefined, { refetchOnMountOrArgChange: AGE_SECONDS });
  useRefresh(refetch, REFRESH_MS);
  const unread = data?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <Corner backgroundColor="primary600" textColor="neutral0">
      {unread < INBOX_COUNT_LIMIT ? unread : `${INBOX_COUNT_LIMIT - 1}+`}
    </Corner>
  );
};
