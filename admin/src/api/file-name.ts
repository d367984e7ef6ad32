const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** The file name of a `Content-Disposition` (RFC 6266); the exact form is preferred. Null where there is none. */
export const fileNameOf = (disposition: string | null | undefined): string | null => {
  const header = disposition ?? '';
  const exact = /;\s*filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  const plain =
    /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(header)?.[1] ?? /;\s*filename=([^;"\s]+)/i.exec(header)?.[1];
  return (exact && decoded(exact)) || (plain?.replace(/\\(.)/g, '$1') ?? null);
};
