/** The page on which a browser signs in. It works without its script, which only takes over a token from the address. */
export function signInPage(told: { readonly then: string; readonly wrong: boolean }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Sign in to Lockstep</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 15vh auto 0; padding: 0 1rem; }
label, input { display: block; width: 100%; box-sizing: border-box; }
input { font: 1rem ui-monospace, monospace; padding: .6rem; margin: .3rem 0 1rem; }
button { font: inherit; padding: .6rem 1.4rem; }
.wrong { border-left: .3rem solid #c33; padding-left: .8rem; }
</style>
</head>
<body>
<main>
<h1>Lockstep</h1>
${told.wrong ? '<p class="wrong" role="alert">That token is not known here.</p>' : ''}
<form method="post" action="/sign-in" id="sign-in">
<input type="hidden" name="then" value="${attribute(told.then)}">
<label for="token">Your token</label>
<input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required autofocus>
<button>Sign in</button>
</form>
<p>A browser may look, for twelve hours. To act, use the command line or the API with your token.</p>
</main>
<script src="/sign-in.js"></script>
</body>
</html>
`;
}

/** Takes the token of `/sign-in#<token>`, which no server sees, and removes it from the address and the history. */
export const signInScript = `const token = decodeURIComponent(location.hash.slice(1));
if (token !== '') {
  history.replaceState(null, '', location.pathname + location.search);
  document.getElementById('token').value = token;
  document.getElementById('sign-in').requestSubmit();
}
`;

/** A path of this service to go to; anything else is \`/\`. */
export function placeAfter(then: unknown): string {
  return typeof then === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(then) ? then : '/';
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
