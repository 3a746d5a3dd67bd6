/** Returns a comparator that sorts items by time, newest first. */
export const newestFirst =
  <T>(getTime: (item: T) => string | number) =>
  (a: T, b: T): number => {
    const [first, second] = [getTime(a), getTime(b)]
    return first < second ? 1 : first > second ? -1 : 0
  }
