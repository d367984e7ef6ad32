import fs from 'node:fs';
import path from 'node:path';

/** The outermost folder with an `index.ts` that the import would pass by; null when it enters through every door. */
function passedDoor(importer, source) {
  const target = path.resolve(path.dirname(importer), source);
  const steps = path.relative(path.dirname(importer), target).split(path.sep);
  let folder = path.dirname(importer);
  for (const [index, step] of steps.entries()) {
    folder = path.join(folder, step);
    const last = index === steps.length - 1;
    if (step !== '..' && !last && hasIndex(folder)) return folder;
  }
  return null;
}

function hasIndex(folder) {
  return ['index.ts', 'index.tsx'].some((file) => fs.existsSync(path.join(folder, file)));
}

/** A folder's `index.ts` is its only door: what lies behind it may change without anyone outside noticing. */
export const folderDoor = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      passedBy: 'Import "{{folder}}" itself: its index is the only door, "{{source}}" goes past it.',
    },
  },
  create(context) {
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string' || !source.startsWith('.')) return;
      const door = passedDoor(context.filename, source);
      if (!door) return;
      const folder = path.relative(context.cwd, door);
      context.report({ node: node.source, messageId: 'passedBy', data: { folder, source } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
