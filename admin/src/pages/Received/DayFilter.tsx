import { Box, DatePicker, Flex, Typography } from '@strapi/design-system';
import { useText } from '../../i18n';
import { dayOf } from './days';
import type { ListQuery } from './useListQuery';

const Day = ({ list, end }: { list: ListQuery; end: 'from' | 'to' }) => {
  const text = useText();
  const day = list[end];
  const choose = (chosen: string | null): void => {
    // The picker tells its day again whenever it is left.
    if (chosen !== day) list.filter({ [end]: chosen });
  };
  return (
    <Box width={{ initial: '100%', medium: 'auto' }}>
      <DatePicker
        size="S"
        aria-label={text(`dates.${end}`)}
        calendarLabel={text('dates.calendar')}
        monthSelectLabel={text('dates.month')}
        yearSelectLabel={text('dates.year')}
        clearLabel={text('dates.clear')}
        // The picker reads the day of its value in UTC, and tells the one that is chosen in the user's time zone.
        value={day === null ? undefined : new Date(`${day}T00:00:00Z`)}
        onChange={(date) => choose(date ? dayOf(date) : null)}
        onClear={() => choose(null)}
      />
    </Box>
  );
};

/** The days between which the mails were received, both included. */
export const Days = ({ list }: { list: ListQuery }) => {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap" width={{ initial: '100%', medium: 'auto' }}>
      {(['from', 'to'] as const).map((end) => (
        <Flex key={end} gap={2} wrap="wrap" width={{ initial: '100%', medium: 'auto' }}>
          <Typography variant="pi" textColor="neutral600" aria-hidden>
            {text(`dates.${end}`)}
          </Typography>
          <Day list={list} end={end} />
        </Flex>
      ))}
    </Flex>
  );
};
