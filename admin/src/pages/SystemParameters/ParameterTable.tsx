import * as React from 'react';
import { Badge, Button, Flex, Table, Tbody, Tr, Typography } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import { styled } from 'styled-components';
import type { SystemParameter } from '../../../../contracts';
import { Cell, Columns, TableFrame } from '../../components';
import { useSentences, useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { langOf, problemWords } from '../../words';
import { ParameterDialog } from './ParameterDialog';
import { ResetButton } from './ResetButton';
import { useAbout } from './use-about';

const COLUMNS = ['parameter.column.key', 'parameter.column.value'] as const;

const Code = styled(Typography)`
  font-family: monospace;
`;

const Value = ({ parameter }: { parameter: SystemParameter }) => {
  const text = useText();
  const sentences = useSentences();
  const { default: standard, stored, value } = parameter;
  const wanted = parameter.wanted && problemWords(parameter.wanted, text, sentences);
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        {value === '' ? (
          <Typography textColor="neutral600">{text('parameter.empty')}</Typography>
        ) : (
          <Code textColor="neutral800">{value}</Code>
        )}
        {standard !== null && stored && <Badge>{text('parameter.changed')}</Badge>}
      </Flex>
      {standard !== null && (
        <Typography variant="pi" textColor="neutral600">
          {text('parameter.default', { value: standard === '' ? text('parameter.empty') : standard })}
        </Typography>
      )}
      {wanted && (
        <Typography variant="pi" textColor="danger600">
          {text('parameter.problem')} <span lang={langOf(wanted)}>{wanted.words}</span>
        </Typography>
      )}
    </Flex>
  );
};

interface RowProps {
  parameter: SystemParameter;
  onEdit: () => void;
}

const Row = ({ parameter, onEdit }: RowProps) => {
  const text = useText();
  const aboutOf = useAbout();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const { key } = parameter;
  return (
    <Tr>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Code fontWeight="bold" textColor="neutral800">
            {key}
          </Code>
          <Typography variant="pi" textColor="neutral600">
            {aboutOf(parameter)}
          </Typography>
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={3}>
          <Value parameter={parameter} />
          {mayUpdate && (
            <Flex gap={2} wrap="wrap">
              <Button
                size="S"
                variant="tertiary"
                startIcon={<Pencil />}
                aria-label={text('parameter.edit.of', { key })}
                onClick={onEdit}
              >
                {text('parameter.edit')}
              </Button>
              {parameter.stored && <ResetButton parameter={parameter} />}
            </Flex>
          )}
        </Flex>
      </Cell>
    </Tr>
  );
};

/** One row for each parameter. */
export const ParameterTable = ({ parameters }: { parameters: readonly SystemParameter[] }) => {
  const text = useText();
  const [edited, setEdited] = React.useState<SystemParameter | null>(null);
  return (
    <>
      <TableFrame>
        <Table
          colCount={COLUMNS.length}
          rowCount={parameters.length + 1}
          aria-label={text('parameter.title')}
        >
          <Columns names={COLUMNS} />
          <Tbody>
            {parameters.map((parameter) => (
              <Row key={parameter.key} parameter={parameter} onEdit={() => setEdited(parameter)} />
            ))}
          </Tbody>
        </Table>
      </TableFrame>
      {edited && <ParameterDialog parameter={edited} taken={parameters} onClose={() => setEdited(null)} />}
    </>
  );
};
