/** Returns a comparator by time, latest first. */
export const newestFirst =
  <T>(time: (item: T) => string | number) =>
  (a: T, b: T): number => {
    const [first, second] = [time(a), time(b)]
    return first < second ? 1 : first > second ? -1 : 0
  }
