import { MAPPING_PROBLEMS, type ValuesOf } from '../../../../contracts';
import { writerOf } from '../../sentence';
import { unfitDefault } from './check-default';
import { SOURCE_NAMES, canBeMapped, fits, isSource, mayBeMissing } from './sources';
import type { AttributeShape, ContentTypeShape, EntryStatus, Problem } from './types';

export interface MappingCheck {
  /** The alias must not be saved, or is marked invalid when the content type changed under it. */
  errors: Problem[];
  /** It works, but somebody should know. */
  warnings: Problem[];
}

/** Whether entries are held to the schema in full: drafts are not, and only types with draft & publish have drafts. */
export const isStrict = (shape: ContentTypeShape, entryStatus: EntryStatus): boolean =>
  !shape.draftAndPublish || entryStatus === 'published';

const say = writerOf(MAPPING_PROBLEMS);

type Code = keyof typeof MAPPING_PROBLEMS;

/** A problem of an attribute. @param values further ones than its name. */
const problem = <Of extends Code>(
  attribute: string,
  code: Of,
  message: string,
  values: Omit<ValuesOf<typeof MAPPING_PROBLEMS, Of>, 'attribute'>
): Problem => ({
  ...say(code, { ...values, attribute } as ValuesOf<typeof MAPPING_PROBLEMS, Of>, message),
  attribute,
});

const sourceProblem = (name: string, attribute: AttributeShape, source: unknown): Problem | null => {
  if (!isSource(source)) {
    const message = `${JSON.stringify(source)} is no source for "${name}". Sources are: ${SOURCE_NAMES}.`;
    return problem(name, 'unknown_source', message, { source: String(source) });
  }
  if (!canBeMapped(attribute)) {
    const message = `"${name}" is of type ${attribute.type}, which no mail can fill. Give it a default instead.`;
    return problem(name, 'unsupported_type', message, { type: attribute.type });
  }
  if (attribute.type === 'relation' && attribute.targetAddress === undefined) {
    const message = `"${name}" leads to entries without an e-mail attribute, so none can be found by address.`;
    return problem(name, 'relation_without_address', message, {});
  }
  if (fits(attribute, source)) return null;
  const message = `"${source}" does not fit "${name}", which is of type ${attribute.type}.`;
  return problem(name, 'source_does_not_fit', message, { source, type: attribute.type });
};

const isFilled = (attribute: AttributeShape, value: unknown): boolean =>
  attribute.hasDefault === true || (value !== undefined && value !== null);

const requiredProblem = (
  name: string,
  attribute: AttributeShape,
  source: unknown,
  strict: boolean
): Problem | null => {
  if (source === undefined) {
    const message = `"${name}" is required, but neither the mapping nor a default fills it.`;
    if (strict) return problem(name, 'required_missing', message, {});
    const outcome = 'The draft cannot be published before somebody fills it.';
    return problem(name, 'required_missing_in_draft', `${message} ${outcome}`, {});
  }
  if (!strict || !isSource(source) || !mayBeMissing(attribute, source)) return null;
  const message = `"${name}" is required: a mail without ${source} waits among the failed ones. A default prevents it.`;
  return problem(name, 'required_may_be_missing', message, { source });
};

const lengthWarning = (name: string, { minLength = 0, regex }: AttributeShape): Problem | null => {
  const messageFor = (rule: string): string =>
    `"${name}" demands ${rule}: a mail that does not keep to it waits among the failed ones.`;
  if (regex !== undefined) {
    return problem(name, 'may_not_match', messageFor(`the pattern ${regex}`), { pattern: regex });
  }
  if (minLength <= 1) return null;
  const message = messageFor(`at least ${minLength} characters`);
  return problem(name, 'may_be_too_short', message, { count: minLength });
};

const uniqueWarning = (name: string, attribute: AttributeShape, fromDefault: boolean): Problem | null => {
  if (!attribute.unique || attribute.type === 'uid') return null;
  if (fromDefault) {
    const message = `"${name}" is unique: with a default, the second entry is refused.`;
    return problem(name, 'unique_default', message, {});
  }
  const message = `"${name}" is unique: a mail that repeats its value`;
  return attribute.required
    ? problem(name, 'unique_source', `${message} fails.`, {})
    : problem(name, 'unique_source_optional', `${message} leaves it empty.`, {});
};

/**
 * Mapping and defaults of an alias against the schema of its content type: when they are saved, and at start, because
 * the schema may have changed meanwhile.
 * @param mapping and `defaults` as stored: their keys and values are not trusted to be right.
 */
export const checkMapping = (
  shape: ContentTypeShape,
  mapping: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
  entryStatus: EntryStatus
): MappingCheck => {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const add = (list: Problem[], found: Problem | null): void => {
    if (found) list.push(found);
  };
  const strict = isStrict(shape, entryStatus);

  for (const name of new Set([...Object.keys(mapping), ...Object.keys(defaults)])) {
    if (Object.hasOwn(shape.attributes, name)) continue;
    const message = `"${name}" is no attribute of ${shape.uid}.`;
    add(errors, problem(name, 'unknown_attribute', message, { contentType: shape.uid }));
  }

  for (const [name, attribute] of Object.entries(shape.attributes)) {
    const source = mapping[name];
    const value = defaults[name];
    const hasValue = value !== undefined && value !== null;
    if (source !== undefined) add(errors, sourceProblem(name, attribute, source));
    const wanted = hasValue ? unfitDefault(value, attribute) : null;
    if (wanted !== null) {
      const { type } = attribute;
      const message = `The default of "${name}" does not fit its type ${type}: expected ${wanted.words}.`;
      const { expected, of } = wanted;
      add(errors, problem(name, 'default_does_not_fit', message, { type, expected, of }));
    }
    if (attribute.required && !isFilled(attribute, value)) {
      const found = requiredProblem(name, attribute, source, strict);
      add(strict && found?.code === 'required_missing' ? errors : warnings, found);
    }
    if (strict && source !== undefined && !hasValue) add(warnings, lengthWarning(name, attribute));
    if (strict && (hasValue || source !== undefined)) add(warnings, uniqueWarning(name, attribute, hasValue));
    if (hasValue && source !== undefined) {
      const message = `"${name}" has a default, so what the mapping says is never written into it.`;
      add(warnings, problem(name, 'default_wins', message, {}));
    }
  }
  return { errors, warnings };
};
