/** Records one behind the other, each behind its length in two bytes. */

const longest = 0xffff;

export function packed(records: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(records.reduce((sum, { length }) => sum + 2 + Math.min(length, longest), 0));
  let at = 0;
  for (const record of records) {
    const length = Math.min(record.length, longest);
    bytes.writeUInt16BE(length, at);
    record.copy(bytes, at + 2, 0, length);
    at += 2 + length;
  }
  return bytes;
}

export function unpacked(piece: Uint8Array): Buffer[] {
  const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  const records: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const length = bytes.readUInt16BE(at);
    records.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return records;
}
