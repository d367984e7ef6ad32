import * as React from 'react';
import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

/** Nothing is loaded and nothing runs, whatever the mail holds: only styles within it and pictures that it brought. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A mail is written for paper, in the dark theme too: its own colours would be unreadable on another ground. */
const STYLES = `
  html { background: #fff; color: #32324d; font: 14px/1.5 sans-serif; overflow-wrap: break-word; }
  body { margin: 0; padding: 12px; }
  body > :first-child { margin-top: 0; }
  body > :last-child { margin-bottom: 0; }
  img { max-width: 100%; height: auto; }
  pre { white-space: pre-wrap; }
  blockquote { margin: 0 0 0 8px; padding-left: 12px; border-left: 3px solid #c0c0cf; color: #666687; }
`;

const pageOf = (html: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  `<base target="_blank"><style>${STYLES}</style></head><body>${html}</body></html>`;

const Frame = styled.iframe`
  display: block;
  width: 100%;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: #fff;
`;

const PlainText = styled(Typography)`
  overflow-wrap: anywhere;
  white-space: pre-wrap;
`;

/** Beyond it, in pixels, the content scrolls. */
const TALLEST = 800;

/** As high as its content. Scripts are off in the frame, so that it may share our origin and be measured. */
const Html = ({ html, title, tallest }: { html: string; title: string; tallest: number }) => {
  const frame = React.useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = React.useState(120);
  const observer = React.useRef<ResizeObserver | null>(null);
  React.useEffect(() => () => observer.current?.disconnect(), []);

  const measure = () => {
    const body = frame.current?.contentDocument?.body;
    if (!body) return;
    observer.current?.disconnect();
    observer.current = new ResizeObserver(() => setHeight(Math.min(body.scrollHeight + 2, tallest)));
    observer.current.observe(body);
  };
  return (
    <Frame
      ref={frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={pageOf(html)}
      style={{ height }}
      onLoad={measure}
    />
  );
};

interface Props {
  /** Sanitised by the server; preferred. */
  html: string | null;
  text: string | null;
  /** What the frame is called by screen readers. */
  title: string;
  /** Height in pixels beyond which the content scrolls. */
  tallest?: number;
}

/** What a mail says, shut off from the page around it. */
export const MailContent = ({ html, text, title, tallest = TALLEST }: Props) => {
  if (html !== null && html.trim() !== '') return <Html html={html} title={title} tallest={tallest} />;
  return (
    <Box aria-label={title} role="group" maxHeight={`${tallest}px`} overflow="auto">
      <PlainText textColor="neutral800">{text ?? ''}</PlainText>
    </Box>
  );
};
