import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  consistencyProof,
  Frontier,
  inclusionProof,
  MerkleTree,
  nodeHash,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from '../../src/ledger/merkle.rules.ts';
import { sha256 } from '../../src/shared/digest.ts';

/** Inputs and roots that implementations of RFC 6962 and RFC 9162 test with. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const known = inputs.map((hex) => sha256(Uint8Array.of(0), Buffer.from(hex, 'hex')));
const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => sha256(`leaf ${index}`));
const at = (leaves: readonly Uint8Array[]) => (index: number) => leaves[index]!;

/** RFC 9162, 2.1.1, written down as it stands there. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

describe('the Merkle tree over the pages of a book', () => {
  it('has the roots that RFC 6962 implementations agree upon', () => {
    expect(roots.map((_, size) => rootOfLeaves(known.slice(0, size)).toString('hex'))).toEqual(roots);
    expect(roots.map((_, size) => new MerkleTree(at(known)).root(size).toString('hex'))).toEqual(roots);
  });

  it('gives the audit paths that RFC 9162 shows for its tree of seven leaves', () => {
    const [a, b, c, d, , , j] = known;
    const e = known[4]!;
    const f = known[5]!;
    const g = nodeHash(a!, b!);
    const h = nodeHash(c!, d!);
    const i = nodeHash(e, f);
    const l = nodeHash(i, j!);
    const path = (index: number) => inclusionProof(index, 7, at(known));
    expect(path(0)).toEqual([b, h, l]);
    expect(path(3)).toEqual([c, g, l]);
    expect(path(4)).toEqual([f, j, nodeHash(g, h)]);
    expect(path(6)).toEqual([i, nodeHash(g, h)]);
    expect(consistencyProof(3, 7, at(known))).toEqual([c, d, g, l]);
    expect(consistencyProof(4, 7, at(known))).toEqual([l]);
    expect(consistencyProof(6, 7, at(known))).toEqual([i, j, nodeHash(g, h)]);
  });

  it('agrees with the definition at every size up to 70, leaf by leaf', () => {
    const leaves = leavesOf(70);
    const frontier = Frontier.empty();
    for (const [index, leaf] of leaves.entries()) {
      frontier.append(leaf);
      expect(frontier.root().equals(naiveRoot(leaves.slice(0, index + 1)))).toBe(true);
    }
    expect(frontier.size).toBe(70);
  });

  it('can be grown apart from a copy', () => {
    const frontier = Frontier.from(leavesOf(5));
    const copy = frontier.copy();
    copy.append(sha256('other'));
    expect(frontier.root()).toEqual(rootOfLeaves(leavesOf(5)));
    expect(copy.root()).toEqual(rootOfLeaves([...leavesOf(5), sha256('other')]));
  });

  it('proves each leaf of each small tree, and no other leaf, place, size or root', () => {
    const leaves = leavesOf(17);
    for (let size = 1; size <= leaves.length; size += 1)
      for (let index = 0; index < size; index += 1) {
        const claim = {
          ...{ leaf: leaves[index]!, index, size },
          ...{ proof: inclusionProof(index, size, at(leaves)), root: rootOfLeaves(leaves.slice(0, size)) },
        };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: sha256('other') })).toBe(false);
        expect(verifyInclusion({ ...claim, root: sha256('other') })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, sha256('more')] })).toBe(false);
        if (claim.proof.length > 0) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      }
  });

  it('proves that each small tree is the beginning of each larger one, and of no other', () => {
    const leaves = leavesOf(17);
    const root = (size: number) => rootOfLeaves(leaves.slice(0, size));
    for (let second = 0; second <= leaves.length; second += 1)
      for (let first = 0; first <= second; first += 1) {
        const proof = consistencyProof(first, second, at(leaves));
        const claim = { first, second, firstRoot: root(first), secondRoot: root(second), proof };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, proof: [...proof, sha256('more')] })).toBe(false);
        expect(verifyConsistency({ ...claim, firstRoot: sha256('other') })).toBe(false);
        if (first > 0) expect(verifyConsistency({ ...claim, secondRoot: sha256('other') })).toBe(false);
        if (first !== second && first > 0) {
          expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
          expect(verifyConsistency({ ...claim, first: second, second: first })).toBe(false);
        }
      }
  });

  it('holds for trees of any size, tiles included', () => {
    const leaves = leavesOf(1400);
    const tree = new MerkleTree(at(leaves));
    fc.assert(
      fc.property(fc.nat(1399), fc.nat(1400), (index, other) => {
        const size = Math.max(index + 1, other);
        const root = rootOfLeaves(leaves.slice(0, size));
        expect(tree.root(size).equals(root)).toBe(true);
        const leaf = leaves[index]!;
        expect(verifyInclusion({ leaf, index, size, root, proof: tree.inclusion(index, size) })).toBe(true);
        const firstRoot = rootOfLeaves(leaves.slice(0, index));
        const proof = tree.consistency(index, size);
        expect(verifyConsistency({ first: index, second: size, firstRoot, secondRoot: root, proof })).toBe(true);
      }),
      { numRuns: 60, seed: 20260912 },
    );
  });

  it('refuses a proof with a flipped bit', () => {
    const leaves = leavesOf(100);
    const root = rootOfLeaves(leaves);
    fc.assert(
      fc.property(fc.nat(99), fc.nat(), fc.nat(255), (index, which, bit) => {
        const proof = inclusionProof(index, 100, at(leaves));
        const damaged = proof[which % proof.length]!;
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        expect(verifyInclusion({ leaf: leaves[index]!, index, size: 100, root, proof })).toBe(false);
      }),
      { numRuns: 200, seed: 20260912 },
    );
  });

  it('has no proof for a leaf outside the tree, nor for a tree that shrank', () => {
    expect(() => inclusionProof(7, 7, at(known))).toThrow(RangeError);
    expect(() => inclusionProof(-1, 7, at(known))).toThrow(RangeError);
    expect(() => consistencyProof(8, 7, at(known))).toThrow(RangeError);
  });
});
