/**
 * The 97.5 % point of Student's t by its expansion about the normal distribution's (Abramowitz & Stegun 26.7.5), good to four
 * digits from 10 degrees of freedom; for 2 it is 3 % too low.
 */
export function studentT(degrees: number): number {
  const z = 1.959963984540054;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}
