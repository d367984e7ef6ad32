/** One group of `Name: value` lines; names in lower case, in order, repeated ones kept. */
export type FieldGroup = readonly { name: string; value: string }[];

const FIELD = /^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,5}:/;

/**
 * The groups of a delivery-status or feedback-report part (RFC 3464 2.1.2, RFC 5965 2): fields with folding, groups
 * separated by empty lines. Lines that are no field end nothing and mean nothing.
 */
export const fieldGroups = (text: string): FieldGroup[] => {
  const groups: { name: string; value: string }[][] = [];
  let group: { name: string; value: string }[] = [];
  for (const line of text.split('\n')) {
    const content = line.trimEnd();
    const last = group.at(-1);
    if (content === '') {
      if (group.length > 0) groups.push(group);
      group = [];
    } else if ((content[0] === ' ' || content[0] === '\t') && last) {
      last.value = `${last.value} ${content.trim()}`.trim();
    } else {
      const field = FIELD.exec(content);
      if (field?.[1]) {
        group.push({ name: field[1].toLowerCase(), value: content.slice(field[0].length).trim() });
      }
    }
  }
  return group.length > 0 ? [...groups, group] : groups;
};

/** The first value of a field in a group; null when it is missing or empty. */
export const fieldValue = (group: FieldGroup, name: string): string | null =>
  group.find((field) => field.name === name)?.value || null;
