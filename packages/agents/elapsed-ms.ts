/**
 * Returns the time between two timestamps in ms, rounded to one decimal place because further digits would be noise.
 */
export const getElapsedMs = (start: number, end: number): number => Math.round((end - start) * 10) / 10
