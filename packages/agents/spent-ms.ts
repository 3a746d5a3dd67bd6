/** A duration in milliseconds, rounded to a tenth: more digits in a report are noise. */
export const spentMs = (from: number, to: number): number => Math.round((to - from) * 10) / 10
