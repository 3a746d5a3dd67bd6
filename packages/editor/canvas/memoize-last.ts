/** Returns the last result again while the arguments are the same. */
export function memoizeLast<Given extends unknown[], Result>(
  compute: (...given: Given) => Result,
): (...given: Given) => Result {
  let last: { given: Given; result: Result } | undefined
  return (...given) => {
    if (!last || last.given.some((value, index) => value !== given[index])) last = { given, result: compute(...given) }
    return last.result
  }
}
