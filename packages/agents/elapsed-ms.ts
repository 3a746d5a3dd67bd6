/** Returns a duration in milliseconds, rounded to a tenth; more digits would be noise in a report. */
export const getElapsedMs = (start: number, end: number): number => Math.round((end - start) * 10) / 10
