/**
 * Returns the largest number of a list of any length. (`Math.max(...numbers)` fails for more than about 100,000
 * numbers.)
 *
 * @returns The largest number, or `-Infinity` if the list is empty.
 */
export function findMax(numbers: Iterable<number>): number {
  let max = -Infinity
  for (const number of numbers) if (number > max) max = number
  return max
}

/** Returns the smallest number of a list of any length, or `Infinity` if the list is empty. */
export function findMin(numbers: Iterable<number>): number {
  let min = Infinity
  for (const number of numbers) if (number < min) min = number
  return min
}

/** Appends the items of a list of any length. (`items.push(...others)` fails for more than about 100,000 items.) */
export function appendAll<Item>(items: Item[], others: Iterable<Item>): void {
  for (const item of others) items.push(item)
}
