import { Button } from '@strapi/design-system';
import { styled } from 'styled-components';

/** A button that grows with its label: the design system's keep their height, and a long label leaves them in narrow places. */
export const WrappingButton = styled(Button)`
  height: auto;
  min-height: 3.2rem;
  padding-block: 0.6rem;
  text-align: start;
`;
