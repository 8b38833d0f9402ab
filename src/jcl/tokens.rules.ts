const dbrmRecord = 80;

/**
 * Consistency token of a DBRM: columns 25 to 32 of its first record, as 16 upper-case hexadecimal digits.
 *
 * @returns undefined for bytes that are no DBRM: too short, or a token of blanks or zeros
 */
export function dbrmToken(bytes: Uint8Array): string | undefined {
  if (bytes.length < dbrmRecord || bytes.length % dbrmRecord !== 0) return undefined;
  const token = Buffer.from(bytes.subarray(24, 32));
  if (token.every((byte) => byte === 0x00) || token.every((byte) => byte === 0x40)) return undefined;
  return token.toString('hex').toUpperCase();
}

/**
 * True when a load module carries this token: somewhere in its text its two 4-byte halves stand swapped.
 *
 * @param token 16 hexadecimal digits, as in the DBRM and in SYSIBM.SYSPACKAGE.CONTOKEN
 */
export function loadCarriesToken(bytes: Uint8Array, token: string): boolean {
  if (!/^[0-9A-Fa-f]{16}$/.test(token)) return false;
  const swapped = Buffer.from(token.slice(8) + token.slice(0, 8), 'hex');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(swapped);
}
