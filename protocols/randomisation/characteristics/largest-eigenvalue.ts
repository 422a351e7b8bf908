/** Iterations of Lanczos' method; with full reorthogonalisation as many as there are rows are exact. */
const MOST = 120;

/**
 * The largest eigenvalue of a symmetric matrix: Lanczos with full reorthogonalisation, then bisection on the tridiagonal matrix. The start
 * vector has no symmetry of its own, so that no eigenvector is missed by being even or odd.
 * @param rows square and symmetric, positive semidefinite.
 */
export function largestEigenvalue(rows: readonly Float64Array[]): number {
  const n = rows.length;
  if (n === 0) return 0;
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let vector = normalised(Float64Array.from({ length: n }, (_, i) => 1 + Math.sin(i + 1) / 2));
  for (let k = 0; k < Math.min(n, MOST); k += 1) {
    basis.push(vector);
    const image = rows.map((row) => dot(row, vector));
    diagonal.push(dot(image, vector));
    // Twice is enough.
    for (let again = 0; again < 2; again += 1)
      for (const one of basis) {
        const part = dot(image, one);
        for (let i = 0; i < n; i += 1) image[i]! -= part * one[i]!;
      }
    const length = Math.sqrt(dot(image, image));
    if (length < 1e-13 * Math.max(1, Math.abs(diagonal[0]!))) break;
    beside.push(length);
    vector = Float64Array.from(image, (value) => value / length);
  }
  return largestOfTridiagonal(diagonal, beside);
}

/** Bisection by the count of negative pivots (Sturm). */
function largestOfTridiagonal(diagonal: readonly number[], beside: readonly number[]): number {
  let low = Math.max(...diagonal);
  let high = Math.max(
    ...diagonal.map((value, i) => value + (i > 0 ? beside[i - 1]! : 0) + (i < diagonal.length - 1 ? beside[i]! : 0)),
  );
  const allBelow = (bound: number) => {
    let pivot = 1;
    return diagonal.every((value, i) => {
      pivot = value - bound - (i === 0 ? 0 : beside[i - 1]! ** 2 / pivot);
      return pivot < 0;
    });
  };
  while (high - low > 4 * Number.EPSILON * Math.max(1, Math.abs(high))) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (allBelow(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function normalised(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}
