import { createPrivateKey, createPublicKey } from 'node:crypto';

/** The key of RFC 8032, 7.1, test 1: known to everyone, and so to the golden files. */
const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const privateKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});

export const goldenKey = { privateKey, publicKey: createPublicKey(privateKey) };
