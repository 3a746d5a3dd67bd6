/** So many of something, in words: `1 row`, `12 rows`. */
export const numberOf = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
