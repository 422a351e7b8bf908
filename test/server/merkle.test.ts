import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { EMPTY_FRONTIER, growFrontier, leafHash, rootOf } from '#server/audit/merkle';

/** The tree as RFC 6962 §2.1 defines it, by recursion over all leaves. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leafHash(leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(naiveRoot(leaves.slice(0, split)))
    .update(naiveRoot(leaves.slice(split)))
    .digest();
}

/** The leaves and roots that the reference implementation of RFC 6962 (Certificate Transparency) tests itself with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
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

describe('the tree over all facts', () => {
  it.each(ROOTS.map((root, size) => [size, root]))('has the published root at %i leaves', (size, root) => {
    const leaves = LEAVES.slice(0, size as number).map((hex) => Buffer.from(hex, 'hex'));
    expect(rootOf(growFrontier(EMPTY_FRONTIER, leaves))).toBe(root);
  });

  it('grows in any portions to the root of the tree built at once', () => {
    const leaf = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(fc.array(leaf, { maxLength: 40 }), { maxLength: 6 }), (portions) => {
        const frontier = portions.reduce((grown, portion) => growFrontier(grown, portion), EMPTY_FRONTIER);
        const leaves = portions.flat();
        expect(rootOf(frontier)).toBe(naiveRoot(leaves).toString('hex'));
        expect(frontier.count).toBe(leaves.length);
        expect(frontier.peaks).toHaveLength([...leaves.length.toString(2)].filter((digit) => digit === '1').length);
      }),
    );
  });
});
