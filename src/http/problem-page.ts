import { escapeHtml } from './html.ts';
import type { Problem } from './problem.ts';

/** A problem for a person with a browser. */
export function problemPage({ title, status, detail, instance }: Problem): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail ?? 'The log of the service holds more.')}</p>
<p>Status ${status}, ${escapeHtml(instance)}</p>
<p><a href="/">Lockstep</a></p>
</body>
</html>
`;
}
