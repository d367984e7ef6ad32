import type * as React from 'react';
import { Status, Typography, type StatusVariant } from '@strapi/design-system';

interface Props {
  tone: StatusVariant;
  children: React.ReactNode;
}

/** A state in one word, in its colour. */
export const ToneWord = ({ tone, children }: Props) => (
  <Status variant={tone} size="S">
    <Typography
      variant="omega"
      fontWeight="bold"
      // The warning tone's own text colour has too little contrast on its ground (4.02 : 1, WCAG 2.2 wants 4.5 : 1).
      textColor={tone === 'warning' ? 'neutral800' : `${tone}700`}
    >
      {children}
    </Typography>
  </Status>
);
