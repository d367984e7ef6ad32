import type { SentenceOf } from './sentences';

/** Why the server refuses, where a person in the panel may come to see it. */

/** What is wrong with one field. Those of an alias's mapping are `MAPPING_PROBLEMS`. */
export const FIELD_PROBLEMS = {
  missing: [],
  too_long: ['limit'],
  too_small: ['limit'],
  too_big: ['limit'],
  whole_number: [],
  not_listed: ['values'],
  unknown_field: ['fields'],
  control_character: [],
  unstorable: [],
  line_break: [],
  host_form: [],
  domain_form: [],
  name_form: [],
  address_form: [],
  list_form: ['entry'],
  certificate_form: [],
  key_form: [],
  user_name_missing: [],
  same_folder: [],
  name_taken: ['address'],
  own_address: ['address'],
  entry_not_readable: ['name'],
  unknown_user: [],
  user_cannot_log_in: ['address', 'name'],
  no_inbox: [],
  wants_one_of: ['values'],
  wants_domain: [],
  wants_domains: [],
  wants_keyed_name: ['limit'],
  wants_address: [],
  wants_name_or_address: [],
  wants_addresses_or_domains: [],
  wants_whole_number: ['least', 'most'],
  wants_switch: [],
  wants_reference: [],
} as const;
export type FieldProblemCode = keyof typeof FIELD_PROBLEMS;
export type FieldSentence = SentenceOf<typeof FIELD_PROBLEMS>;

/** For a check of a schema: what is said, and its code. Only for codes without values. */
export const problem = (code: FieldProblemCode, message: string) => ({
  error: message,
  params: { problem: code },
});

/** `error.code` of an answer, with `error.details.values`. Codes that only programs come to see are not among them. */
export const API_ERRORS = {
  invalid: [],
  not_found: [],
  forbidden: [],
  in_use: [],
  account_taken: ['name'],
  address_taken: ['address'],
  content_type_unknown: ['contentType'],
  mapping_invalid: [],
  invalid_parameter: [],
  login_missing: [],
  secret_required: [],
  secret_unreadable: [],
  secret_env_missing: ['name'],
  secret_env_refused: ['name', 'prefix'],
  encryption_key_missing: [],
  no_domain: [],
  no_sender: [],
  no_address: [],
  name_too_long: [],
  no_recipient: [],
  empty: [],
  too_many_files: ['limit'],
  files_too_large: ['megabytes'],
  archived: [],
  nothing_cut: [],
  follower_blocked: ['name'],
  not_following: [],
  no_suggestion: [],
  request_reused: [],
  not_stored: [],
  original_missing: [],
  not_replayable: ['why'],
  hook_failed: ['step', 'problem'],
  hook_stopped: ['step'],
} as const;
