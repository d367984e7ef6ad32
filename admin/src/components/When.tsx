import { Typography, type TypographyProps } from '@strapi/design-system';
import { useFormats } from '../i18n';

interface Props extends Pick<TypographyProps, 'textColor' | 'variant'> {
  /** ISO 8601. */
  instant: string;
}

/** A time as people say it; the exact one is shown when pointed at. */
export const When = ({ instant, ...look }: Props) => {
  const { relative, exact } = useFormats();
  return (
    <Typography tag="time" dateTime={instant} title={exact(instant)} {...look}>
      {relative(instant)}
    </Typography>
  );
};
