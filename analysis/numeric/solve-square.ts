/** A⁻¹ B and the determinant of a small square A, or null where A is singular; both column-major, A q by q, B q by c. */
export function solveSquare(
  a: Float64Array,
  b: Float64Array,
  q: number,
  c: number,
): { solution: Float64Array; determinant: number } | null {
  const left = a.slice();
  const right = b.slice();
  let determinant = 1;
  for (let k = 0; k < q; k++) {
    let pivot = k;
    for (let i = k + 1; i < q; i++) if (Math.abs(left[k * q + i]!) > Math.abs(left[k * q + pivot]!)) pivot = i;
    const top = left[k * q + pivot]!;
    if (!(Math.abs(top) > 0)) return null;
    if (pivot !== k) {
      determinant = -determinant;
      for (let j = 0; j < q; j++) [left[j * q + k], left[j * q + pivot]] = [left[j * q + pivot]!, left[j * q + k]!];
      for (let j = 0; j < c; j++) [right[j * q + k], right[j * q + pivot]] = [right[j * q + pivot]!, right[j * q + k]!];
    }
    determinant *= top;
    for (let i = k + 1; i < q; i++) {
      const factor = left[k * q + i]! / top;
      if (factor === 0) continue;
      for (let j = k; j < q; j++) left[j * q + i]! -= factor * left[j * q + k]!;
      for (let j = 0; j < c; j++) right[j * q + i]! -= factor * right[j * q + k]!;
    }
  }
  for (let j = 0; j < c; j++) {
    for (let i = q - 1; i >= 0; i--) {
      let value = right[j * q + i]!;
      for (let k = i + 1; k < q; k++) value -= left[k * q + i]! * right[j * q + k]!;
      right[j * q + i] = value / left[i * q + i]!;
    }
  }
  return { solution: right, determinant };
}
