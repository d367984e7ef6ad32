/**
 * Prints a table with columns as wide as their widest cell, numbers to the right.
 *
 * @param {{ title: string, rows: Record<string, string | number>[] }} table the keys of the first row are the head
 */
export function printTable({ title, rows }) {
  const head = Object.keys(rows[0] ?? {});
  const cells = [head, ...rows.map((row) => head.map((name) => String(row[name] ?? '')))];
  const widths = head.map((_name, column) => Math.max(...cells.map((line) => line[column].length)));
  const isNumber = head.map((_name, column) =>
    cells.slice(1).every((line) => /^(?:[-\d.]+(?: ?[a-zA-Z/%]+)?)?$/.test(line[column]))
  );
  const lines = cells.map((line) =>
    line
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd()
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  console.log(`\n${title}\n\n${lines.join('\n')}\n`);
}
