/** Gives bytes to the browser to be saved as a file. */
export const saveFile = (bytes: Blob, fileName: string): void => {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the bytes over by the time it comes round to this.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
