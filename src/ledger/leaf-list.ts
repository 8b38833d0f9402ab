import { Frontier, MerkleTree } from './merkle.rules.ts';

const leafBytes = 32;
const pieceLeaves = 256;

/** The leaves of a book so far (32 bytes a page), with the tree over them: roots and proofs of any earlier size. */
export class LeafList {
  /** Leaves one after another, 256 a piece: an object for each would cost several times its bytes. */
  readonly #pieces: Buffer[] = [];
  readonly #frontier = Frontier.empty();
  readonly #tree = new MerkleTree((index) => this.at(index));

  get size(): number {
    return this.#frontier.size;
  }

  append(leaf: string): void {
    const bytes = Buffer.from(leaf, 'hex');
    const within = this.size % pieceLeaves;
    if (within === 0) this.#pieces.push(Buffer.alloc(pieceLeaves * leafBytes));
    this.#pieces.at(-1)?.set(bytes, within * leafBytes);
    this.#frontier.append(bytes);
  }

  /** Leaf of a page, from index 0. */
  at(index: number): Buffer {
    const piece = index < this.size ? this.#pieces[Math.floor(index / pieceLeaves)] : undefined;
    if (piece === undefined) throw new RangeError(`the tree has no leaf ${index}`);
    const start = (index % pieceLeaves) * leafBytes;
    return piece.subarray(start, start + leafBytes);
  }

  /** True where these leaves begin with those of a checkpoint over `size` pages. */
  contains({ size, root }: { readonly size: number; readonly root: Buffer }): boolean {
    return size <= this.size && this.rootAt(size).equals(root);
  }

  /** Root over all leaves so far. */
  root(): Buffer {
    return this.#frontier.root();
  }

  /** Root as it stood when the tree had `size` leaves. */
  rootAt(size: number): Buffer {
    return size === this.size ? this.root() : this.#tree.root(size);
  }

  inclusion(index: number, size: number): Buffer[] {
    return this.#tree.inclusion(index, size);
  }

  consistency(first: number, second: number): Buffer[] {
    return this.#tree.consistency(first, second);
  }
}
