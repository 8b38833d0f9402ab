export { commandOf } from './command-of.rules.ts';
export { openLocalAccess, type LocalAccess } from './local-access.ts';
export { accessOperations } from './access.routes.ts';
export { signInRouter } from './sign-in.routes.ts';
