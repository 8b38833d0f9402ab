import type { MessageRule, PlannedJobStep } from '../releases/plan.schema.ts';

/** Output of one SYSOUT DD of a job step. */
export interface StepOutput {
  readonly ddname: string;
  readonly text: string;
}

/** The rules of which a line of the text holds the words; `*` stands for any characters of that line. */
export function messagesIn<T extends MessageRule>(text: string, rules: readonly T[]): T[] {
  return rules.filter((rule) => patternOf(rule).test(text));
}

/**
 * What is wrong with what a job step said: required messages that are missing, forbidden ones that are there. An empty
 * list proves the step as far as its template knows.
 *
 * @param outputs spool of the step; rules without a DD name look in all of it
 */
export function complaintsOf(
  outputs: readonly StepOutput[],
  { requires, forbids }: Pick<PlannedJobStep, 'requires' | 'forbids'>,
): string[] {
  const stands = (rule: MessageRule) =>
    outputs.some(
      (output) => (rule.ddname === undefined || rule.ddname === output.ddname) && patternOf(rule).test(output.text),
    );
  const place = (rule: MessageRule) => (rule.ddname === undefined ? '' : ` in ${rule.ddname}`);
  return [
    ...requires.filter((rule) => !stands(rule)).map((rule) => `missing${place(rule)}: ${rule.text.trim()}`),
    ...forbids.filter(stands).map((rule) => `forbidden${place(rule)}: ${rule.text.trim()}`),
  ];
}

function patternOf(rule: MessageRule): RegExp {
  const parts = rule.text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join('[^\\n]*'));
}
