import { runCommand } from '../../console/run-command.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { inTime } from '../patience.ts';
import { isYes, issueOf, keywordTest } from './issue-request.ts';
import type { Issue } from './issue-request.ts';

/** A command that has no answer yet after so long is answered with none; its lines wait at the response key. */
const patienceMs = 3000;
const watchSeconds = { sync: 20, async: 30 };

/**
 * Issues a command: its answer at once, or for `async` at the first look at the response key. With `unsol-key` the
 * messages that follow are watched too.
 */
export async function issueCommand(parts: WireParts, request: WireRequest, console: string): Promise<WireAnswer> {
  const issue = issueOf(request);
  const key = parts.consoleMessages.open(request.user);
  const base = `/zosmf/restconsoles/consoles/${console}`;
  const uri = `${base}/solmsgs/${key}`;
  const watch = watched(parts, issue, request.user);
  parts.log.say(issue.cmd, console.toUpperCase(), 'command');
  const work = responseOf(parts, issue, request.user).then((lines) => {
    for (const line of lines) parts.log.say(line, console.toUpperCase(), 'response');
    parts.consoleMessages.add(key, lines);
  });
  const reference = {
    ...{ 'cmd-response-key': key, 'cmd-response-url': request.origin + uri, 'cmd-response-uri': uri },
    ...(watch === undefined ? {} : detectionReference(request.origin, `${base}/detections/${watch}`, watch)),
  };
  if (isYes(issue.async)) {
    work.catch(() => undefined);
    return json(200, reference);
  }
  await inTime(parts.wall, work, patienceMs);
  const lines = parts.consoleMessages.take(key, request.user) ?? [];
  return json(200, {
    ...reference,
    'cmd-response': consoleText(lines),
    ...detectedIn(lines, issue),
    ...(watch !== undefined && isYes(issue['unsol-detect-sync']) ? await outcome(parts, watch) : {}),
  });
}

/** Lines as the console shows them, a carriage return between them. */
export const consoleText = (lines: readonly string[]) => lines.map((line) => ` ${line}`).join('\r');

function responseOf(parts: WireParts, { cmd, system }: Issue, user: string): Promise<readonly string[]> {
  const name = system?.trim().toUpperCase() ?? '';
  const isLocal = name === '' || name === parts.site.system.name;
  return runCommand(parts.commands, isLocal ? cmd : `RO ${name},${cmd}`, user);
}

function detectedIn(lines: readonly string[], issue: Issue): { 'sol-key-detected'?: boolean } {
  const keyword = issue['sol-key'];
  return keyword === undefined ? {} : { 'sol-key-detected': lines.some(keywordTest(keyword, issue.solKeyReg)) };
}

function watched({ detections }: WireParts, issue: Issue, user: string): string | undefined {
  const keyword = issue['unsol-key'];
  if (keyword === undefined) return undefined;
  const seconds = isYes(issue['unsol-detect-sync'])
    ? (issue['unsol-detect-timeout'] ?? watchSeconds.sync)
    : (issue['detect-time'] ?? watchSeconds.async);
  return detections.open(keywordTest(keyword, issue.unsolKeyReg), seconds, user);
}

const detectionReference = (origin: string, uri: string, key: string) => ({
  'detection-key': key,
  'detection-url': origin + uri,
  'detection-uri': uri,
});

async function outcome({ detections }: WireParts, key: string): Promise<{ status: string; msg: string }> {
  const detection = await detections.ended(key);
  return detection?.status === 'detected' ? { status: 'detected', msg: detection.msg } : { status: 'timeout', msg: '' };
}
