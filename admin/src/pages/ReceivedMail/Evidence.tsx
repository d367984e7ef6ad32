import * as React from 'react';
import { Box, Flex, TextButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, Minus } from '@strapi/icons';
import type { InboundEmailDetail } from '../../../../contracts';
import { useText } from '../../i18n';
import { findingsOf, isTelling, tellingOf, type Finding } from '../../words';
import { Panel } from '../../components';
import { useFindingText } from './useFindingText';

const Answer = ({ finding }: { finding: Finding }) => {
  const text = useText();
  const { answerOf } = useFindingText();
  const tells = isTelling(finding);
  return (
    <Flex tag="li" gap={3} alignItems="flex-start">
      <Box paddingTop={1} aria-hidden>
        {tells ? <CheckCircle fill="success500" /> : <Minus fill="neutral400" />}
      </Box>
      <Typography textColor={tells ? 'neutral800' : 'neutral600'} style={{ overflowWrap: 'anywhere' }}>
        <VisuallyHidden>{text(tells ? 'evidence.found' : 'evidence.passed')}: </VisuallyHidden>
        {answerOf(finding)}
      </Typography>
    </Flex>
  );
};

/** Findings that answer the same question and follow each other. */
const byQuestion = (findings: readonly Finding[]): [Finding, ...Finding[]][] => {
  const questions: [Finding, ...Finding[]][] = [];
  for (const finding of findings) {
    const last = questions.at(-1);
    if (last?.[0].step === finding.step) last.push(finding);
    else questions.push([finding]);
  }
  return questions;
};

const Question = ({ findings }: { findings: [Finding, ...Finding[]] }) => {
  const { questionOf } = useFindingText();
  return (
    <Box tag="li">
      <Typography variant="pi" fontWeight="semiBold" textColor="neutral600" tag="h3">
        {questionOf(findings[0])}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={1} paddingTop={1}>
        {findings.map((finding, position) => (
          <Answer key={position} finding={finding} />
        ))}
      </Flex>
    </Box>
  );
};

/** The decision's evidence, question by question: what mattered, and on request all that was looked at. */
export const Evidence = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const [isFull, setFull] = React.useState(false);
  const findings = findingsOf(mail.route);
  const telling = tellingOf(findings);

  if (findings.length === 0) {
    return (
      <Panel title={text('evidence.title')}>
        <Typography textColor="neutral600">
          {text(mail.state === 'received' ? 'evidence.none' : 'evidence.none.final')}
        </Typography>
      </Panel>
    );
  }
  return (
    <Panel title={text('evidence.title')}>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
        {byQuestion(isFull ? findings : telling).map((answers, position) => (
          <Question key={position} findings={answers} />
        ))}
      </Flex>
      {telling.length < findings.length && (
        <Box>
          <TextButton onClick={() => setFull(!isFull)} aria-expanded={isFull}>
            {isFull ? text('evidence.telling') : text('evidence.all', { count: findings.length })}
          </TextButton>
        </Box>
      )}
    </Panel>
  );
};
