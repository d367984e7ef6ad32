import { Box, Flex, Typography } from '@strapi/design-system';
import { CrossCircle, Information, WarningCircle } from '@strapi/icons';
import type { PreviewProblem } from '../../../../contracts';
import { useContentTypes } from '../../components';
import { useSentences, useText } from '../../i18n';
import { langOf, problemWords } from '../../words';

const LOOKS = {
  error: { Icon: CrossCircle, fill: 'danger600' },
  warning: { Icon: WarningCircle, fill: 'warning600' },
  note: { Icon: Information, fill: 'neutral600' },
} as const;

/** What has to be mended before the alias can be saved, and what to know. */
export const PreviewProblems = ({ problems }: { problems: readonly PreviewProblem[] }) => {
  const text = useText();
  const sentences = useSentences();
  const { readable } = useContentTypes();
  if (problems.length === 0) return null;
  return (
    <Flex
      tag="ul"
      direction="column"
      alignItems="stretch"
      gap={2}
      aria-label={text('alias.preview.problems')}
    >
      {problems.map((problem) => {
        const { message, severity } = problem;
        const { Icon, fill } = LOOKS[severity];
        const worded = problemWords(problem, text, sentences);
        return (
          <Flex tag="li" key={`${severity} ${message}`} gap={2} alignItems="flex-start">
            <Box paddingTop={1}>
              <Icon fill={fill} role="img" aria-label={text(`alias.preview.${severity}`)} />
            </Box>
            <Typography
              variant="pi"
              textColor="neutral800"
              lang={langOf(worded)}
              style={{ overflowWrap: 'anywhere' }}
            >
              {readable(worded.words)}
            </Typography>
          </Flex>
        );
      })}
    </Flex>
  );
};
