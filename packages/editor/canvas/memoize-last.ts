/** Memoizes the last call. Its result is reused as long as the arguments are the same. */
export function memoizeLast<Args extends unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { args: Args; result: Result } | undefined
  return (...args) => {
    if (!last || last.args.some((value, index) => value !== args[index])) last = { args, result: compute(...args) }
    return last.result
  }
}
