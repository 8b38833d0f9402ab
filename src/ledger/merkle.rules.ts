import { sha256 } from '../shared/digest.ts';

/** Hash of the leaf at an index from 0; page n is leaf n - 1. */
export type LeafAt = (index: number) => Uint8Array;

const inner = Uint8Array.of(1);

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 9162, 2.1.1). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(inner, left, right);

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Buffer => sha256();

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest first. It gives the root of the leaves
 * so far, and takes the next leaf, without keeping any leaf.
 */
export class Frontier {
  private constructor(
    private count: number,
    private readonly peaks: Buffer[],
  ) {}

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  static from(leaves: Iterable<Uint8Array>): Frontier {
    const frontier = Frontier.empty();
    for (const leaf of leaves) frontier.append(leaf);
    return frontier;
  }

  /** Leaves so far. */
  get size(): number {
    return this.count;
  }

  append(leaf: Uint8Array): void {
    let node: Buffer = Buffer.from(leaf);
    for (let carry = this.count; carry % 2 === 1; carry = Math.floor(carry / 2)) {
      const left = this.peaks.pop();
      if (left === undefined) throw new Error('a frontier has one subtree for each bit of its size');
      node = nodeHash(left, node);
    }
    this.peaks.push(node);
    this.count += 1;
  }

  root(): Buffer {
    const last = this.peaks.at(-1);
    if (last === undefined) return emptyRoot();
    return this.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  /** The same edge, to grow apart from this one. */
  copy(): Frontier {
    return new Frontier(this.count, [...this.peaks]);
  }
}

export const rootOfLeaves = (leaves: Iterable<Uint8Array>): Buffer => Frontier.from(leaves).root();

/**
 * Audit path of a leaf in the tree of the first `size` leaves, from the leaf's sibling upwards (RFC 9162, 2.1.3.1).
 *
 * @throws {RangeError} when the leaf is not in the tree
 */
export function inclusionProof(index: number, size: number, leafAt: LeafAt): Buffer[] {
  return new MerkleTree(leafAt).inclusion(index, size);
}

/**
 * Proof that the tree of the first `first` leaves is the beginning of the tree of `second` (RFC 9162, 2.1.4.1). Empty
 * when they are equal, or the first has no leaf.
 *
 * @throws {RangeError} when `first` is over `second`
 */
export function consistencyProof(first: number, second: number, leafAt: LeafAt): Buffer[] {
  return new MerkleTree(leafAt).consistency(first, second);
}

/** Subtrees of fewer leaves are hashed anew for each proof; larger complete ones are kept. */
const tileLeaves = 16;

/** Proofs over leaves that are only ever added to: what was hashed for one proof serves the next. */
export class MerkleTree {
  private readonly tiles = new Map<string, Buffer>();
  constructor(private readonly leafAt: LeafAt) {}

  root(size: number): Buffer {
    return size === 0 ? emptyRoot() : this.subtree(0, size);
  }

  /** @see inclusionProof */
  inclusion(index: number, size: number): Buffer[] {
    if (!isCount(index) || !isCount(size) || index >= size)
      throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
    const path: Buffer[] = [];
    let start = 0;
    let end = size;
    while (end - start > 1) {
      const middle = start + splitOf(end - start);
      if (index < middle) {
        path.push(this.subtree(middle, end));
        end = middle;
      } else {
        path.push(this.subtree(start, middle));
        start = middle;
      }
    }
    return path.reverse();
  }

  /** @see consistencyProof */
  consistency(first: number, second: number): Buffer[] {
    if (!isCount(first) || !isCount(second) || first > second)
      throw new RangeError(`a tree of ${first} cannot be the beginning of one of ${second}`);
    if (first === 0 || first === second) return [];
    const path: Buffer[] = [];
    let start = 0;
    let end = second;
    while (first !== end) {
      const middle = start + splitOf(end - start);
      if (first <= middle) {
        path.push(this.subtree(middle, end));
        end = middle;
      } else {
        path.push(this.subtree(start, middle));
        start = middle;
      }
    }
    if (start > 0) path.push(this.subtree(start, end));
    return path.reverse();
  }

  private subtree(start: number, end: number): Buffer {
    const size = end - start;
    if (size === 1) return Buffer.from(this.leafAt(start));
    const split = splitOf(size);
    const isTile = size >= tileLeaves && split * 2 === size;
    const key = `${start}-${end}`;
    const known = isTile ? this.tiles.get(key) : undefined;
    if (known !== undefined) return known;
    const hash = nodeHash(this.subtree(start, start + split), this.subtree(start + split, end));
    if (isTile) this.tiles.set(key, hash);
    return hash;
  }
}

export interface InclusionClaim {
  /** Hash of the leaf. */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** True when the proof shows that the leaf stands at this index of the tree with this root (RFC 9162, 2.1.3.2). */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let node: Buffer = Buffer.from(leaf);
  let place = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      node = nodeHash(node, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && node.equals(root);
}

export interface ConsistencyClaim {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** True when the proof shows that the first tree is the beginning of the second (RFC 9162, 2.1.4.2). */
export function verifyConsistency({ first, second, firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(first) || !isCount(second) || first > second || !areHashes([firstRoot, secondRoot, ...proof]))
    return false;
  if (first === second) return proof.length === 0 && Buffer.from(firstRoot).equals(secondRoot);
  if (first === 0) return proof.length === 0 && emptyRoot().equals(firstRoot);
  let place = first - 1;
  let last = second - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [seed, ...path] = place === 0 ? [firstRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let old: Buffer = Buffer.from(seed);
  let whole = old;
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(sibling, old);
      whole = nodeHash(sibling, whole);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      whole = nodeHash(whole, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && old.equals(firstRoot) && whole.equals(secondRoot);
}

/** Largest power of two below `size`: where RFC 9162 splits a tree. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

const half = (n: number): number => Math.floor(n / 2);
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === 32);
