import type * as React from 'react';
import { Box, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { css, styled } from 'styled-components';
import { useText, type TextKey } from '../i18n';

const VISUALLY_HIDDEN = css`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
`;

/** Around a table: its columns share the width; in a narrow window they stand one below another. */
export const TableFrame = styled(Box)`
  table {
    table-layout: fixed;
  }
  @media (max-width: 767px) {
    thead {
      ${VISUALLY_HIDDEN}
    }
    table,
    tbody,
    tr,
    td {
      display: block;
      width: 100%;
    }
  }
`;

/** The names of the columns. */
export const Columns = ({ names }: { names: readonly TextKey[] }) => {
  const text = useText();
  return (
    <Thead>
      <Tr>
        {names.map((name) => (
          <Th key={name}>
            <Typography variant="sigma" textColor="neutral600">
              {text(name)}
            </Typography>
          </Th>
        ))}
      </Tr>
    </Thead>
  );
};

const Clickable = styled(Tr)`
  cursor: pointer;
`;

/** A row that opens what it stands for, wherever it is clicked. It holds a link besides, for keyboards. */
export const OpeningRow = ({ to, children }: { to: string; children: React.ReactNode }) => {
  const navigate = useNavigate();
  return (
    <Clickable
      onClick={(event) => {
        const isOnLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!isOnLink) navigate(to);
      }}
    >
      {children}
    </Clickable>
  );
};

/** A cell of several lines. The table itself gives its cells a fixed height and the first one no padding above and below. */
export const Cell = styled(Td)`
  &&,
  &&:first-of-type {
    height: auto;
    padding-block: ${({ theme }) => theme.spaces[4]};
    vertical-align: top;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  @media (max-width: 767px) {
    &&& {
      padding-inline: ${({ theme }) => theme.spaces[1]};
    }
    &&&:not(:first-of-type) {
      padding-top: 0;
    }
  }
`;
