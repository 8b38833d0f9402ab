import { Frontier, MerkleTree } from './merkle.rules.ts';

/** The leaves of a book so far (32 bytes a page), with the tree over them: roots and proofs of any earlier size. */
export class LeafList {
  readonly #leaves: Buffer[] = [];
  readonly #frontier = Frontier.empty();
  readonly #tree = new MerkleTree((index) => this.at(index));

  get size(): number {
    return this.#leaves.length;
  }

  append(leaf: string): void {
    const bytes = Buffer.from(leaf, 'hex');
    this.#leaves.push(bytes);
    this.#frontier.append(bytes);
  }

  /** Leaf of a page, from index 0. */
  at(index: number): Buffer {
    const leaf = this.#leaves[index];
    if (leaf === undefined) throw new RangeError(`the tree has no leaf ${index}`);
    return leaf;
  }

  /** Root over all leaves so far. */
  root(): Buffer {
    return this.#frontier.root();
  }

  /** Root as it stood when the tree had `size` leaves. */
  rootAt(size: number): Buffer {
    return size === this.size ? this.root() : Frontier.from(this.#leaves.slice(0, size)).root();
  }

  inclusion(index: number, size: number): Buffer[] {
    return this.#tree.inclusion(index, size);
  }

  consistency(first: number, second: number): Buffer[] {
    return this.#tree.consistency(first, second);
  }
}
