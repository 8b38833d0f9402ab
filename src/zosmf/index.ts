export { connectZosmf } from './connect.ts';
export type { ConnectedZosmf, ZosmfSettings } from './connect.ts';
export { CredentialLatch } from './credential-latch.ts';
export { settleConnection } from './profile.ts';
export type { SettledConnection } from './profile.ts';
export type { ZosmfTimeouts } from './transport.ts';
