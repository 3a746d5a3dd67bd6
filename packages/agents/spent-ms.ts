/** A duration in milliseconds, rounded to a tenth; more digits would be noise in a report. */
export const spentMs = (from: number, to: number): number => Math.round((to - from) * 10) / 10
