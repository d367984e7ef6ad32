import { findAddressed } from './addressed';
import type { Decision, Evidence, Note, RouteFlag } from './decision';
import type { RoutingFacts } from './facts';
import { withinLoopWindow } from './loop-window';
import { findThreads } from './references';
import type { RoutingCase, Verdict } from './routing-case';
import {
  acceptedSuggestion,
  aliasTargets,
  autoReply,
  bounceAddress,
  catchallOnly,
  fallbackContentType,
  loopTag,
  noRoute,
  ownMail,
  probe,
  referencedThread,
  reportByContent,
  suggestedThread,
} from './steps';

/** The order of decisions: each step decides or passes the mail on. */
const decide = (routing: RoutingCase): Verdict =>
  probe(routing) ??
  acceptedSuggestion(routing) ??
  ownMail(routing) ??
  reportByContent(routing) ??
  autoReply(routing) ??
  bounceAddress(routing) ??
  loopTag(routing) ??
  aliasTargets(routing) ??
  referencedThread(routing) ??
  fallbackContentType(routing) ??
  suggestedThread(routing) ??
  catchallOnly(routing) ??
  noRoute(routing);

const flagsOf = ({ own, report, automatic, looped, nullSender }: RoutingFacts): RouteFlag[] =>
  own || report || automatic || looped || nullSender ? ['never_answer'] : [];

/**
 * Decides what becomes of one mail. Pure: the same facts give the same decision, live, simulated and in tests. It has at
 * least one action, or an outcome with a reason; the evidence tells in order what each step found.
 */
export const route = (facts: RoutingFacts): Decision => {
  const evidence: Evidence[] = [];
  // `Note` ties step and code together; TypeScript cannot follow that tie into the union of findings.
  const note: Note = (step, code, detail = {}) => void evidence.push({ step, code, detail } as Evidence);
  const routing: RoutingCase = {
    facts,
    addressed: findAddressed(facts, note),
    threads: findThreads(facts, note),
    note,
  };
  const { actions, outcome, held } = withinLoopWindow(decide(routing), facts, note);
  return { actions, outcome, held, evidence, flags: flagsOf(facts) };
};
