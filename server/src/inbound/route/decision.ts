import type { InboundState } from '../types';
import type { ReasonCode, ReasonDetails } from './reasons';

/** Makes a new entry, and with it a thread. */
export interface CreateAction {
  type: 'create';
  /** `alias:<documentId>` or `fallback:<uid>`. */
  target: `alias:${string}` | `fallback:${string}`;
  /** Why the mail is delivered once this is done. */
  reason: 'created';
  contentType: string;
  /** The alias gives mapping, defaults and status of the entry; null for the fallback content type. */
  aliasId: string | null;
  /** The address that led here; null when the mail names none. */
  recipient: string | null;
}

/** Adds the mail to the thread of an entry that is there. */
export interface AppendAction {
  type: 'append';
  /** `thread:<documentId>`. */
  target: `thread:${string}`;
  reason: 'appended';
  threadId: string;
  contentType: string;
  /** documentId of the entry. */
  entry: string;
  /**
   * Level of proof that the sender may speak here. `D`: none, an alias that made the entry was written to. `accepted`: an
   * editor vouched for it.
   */
  proof: 'A' | 'B' | 'C' | 'D' | 'accepted';
  /** Whose key the mail came with; the editor who vouched for it; null without either. */
  via: { name: string; address: string } | null;
  /** documentId of the admin user for whom the mail speaks; at level A alone. */
  speaksFor: string | null;
  /** It answers a note: it stays among colleagues. */
  isNote: boolean;
}

/** Records a bounce, a complaint or an auto-reply on a sent mail. */
export interface ReportAction {
  type: 'report';
  /** `report:<documentId of the outbound row>`. */
  target: `report:${string}`;
  reason: 'reported_bounce' | 'reported_complaint' | 'auto_reply_recorded';
  outboundId: string;
  recipient: string;
}

/** One effect that the mail shall have. Its `target` is the ledger's. */
export type Action = CreateAction | AppendAction | ReportAction;

/** How a mail, or one of its targets, ends without an effect. `explain(reason, details)` gives the sentence. */
export interface Outcome {
  state: InboundState;
  reason: ReasonCode;
  details: ReasonDetails;
}

/** A target that was found but must not be reached now. Replaying the mail decides anew. */
export interface HeldTarget extends Outcome {
  target: Action['target'];
}

/** Values of a detail: plain, short, and harmless to show. */
export type EvidenceValue = string | number | boolean | null | readonly string[];

/** What each step can have found. `no` codes tell why the step passed the mail on. */
interface EvidenceCodes {
  accepted: 'by_editor' | 'entry_deleted';
  recipients: 'group_empty' | 'group_passed_over' | 'group_decided' | 'no_group_decided' | 'address_claimed';
  probe: 'arrived';
  own_mail: 'not_ours' | 'own_copy' | 'own_copy_to_no_alias' | 'own_copy_again' | 'routed_once';
  report: 'no_report' | 'report_matched' | 'report_unmatched';
  auto_reply:
    'no_auto_reply' | 'recorded_on_thread' | 'recorded_on_sent_mail' | 'wanted_by_alias' | 'belongs_nowhere';
  bounce_address: 'not_named' | 'only_the_account' | 'named';
  loop_tag: 'absent' | 'from_robot' | 'from_person';
  references: 'none' | 'unknown' | 'thread_found' | 'thread_without_entry';
  proof:
    | 'key_of_sender'
    | 'key_of_other'
    | 'key_of_follower'
    | 'leads_unsigned'
    | 'key_void'
    | 'own_message_id'
    | 'sender_took_part'
    | 'admin_not_proven'
    | 'sender_blocked'
    | 'not_proven';
  alias:
    | 'none_named'
    | 'joins_its_entry'
    | 'refused_in_thread'
    | 'left_to_thread'
    | 'forward'
    | 'new_entry'
    | 'refuses_auto_replies';
  thread:
    | 'no_parent'
    | 'entry_deleted'
    | 'joined'
    | 'reply_to_key'
    | 'reply_to_catchall'
    | 'refused'
    | 'not_proven';
  fallback: 'none_set' | 'new_entry';
  catchall: 'not_named' | 'sender_follows' | 'only_the_account' | 'no_proof';
  no_route: 'nobody_of_ours' | 'default_sender';
  loop_window: 'exempt' | 'within' | 'exceeded';
}

export type EvidenceStep = keyof EvidenceCodes;

/** One finding on the way to the decision, in order. */
export type Evidence = {
  [Step in EvidenceStep]: {
    step: Step;
    code: EvidenceCodes[Step];
    detail: Readonly<Record<string, EvidenceValue>>;
  };
}[EvidenceStep];

/** Writes down a finding. */
export type Note = <Step extends EvidenceStep>(
  step: Step,
  code: EvidenceCodes[Step],
  detail?: Readonly<Record<string, EvidenceValue>>
) => void;

/** `never_answer`: no automatic mail may leave because of this one. */
export type RouteFlag = 'never_answer';

/** The route of one mail: plain data, stored with the mail and shown to people. */
export interface Decision {
  /** In the order in which they are to be done; targets are unique. */
  actions: readonly Action[];
  /** How the mail ends; null when there are actions. */
  outcome: Outcome | null;
  /** Targets that the loop window holds back, beside the actions or as the reason that there are none. */
  held: readonly HeldTarget[];
  evidence: readonly Evidence[];
  flags: readonly RouteFlag[];
}
