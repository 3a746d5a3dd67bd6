/** How long something took, to a tenth of a millisecond: a report of `12.100000001490116` is no more exact, and hard to read. */
export const spentMs = (from: number, to: number): number => Math.round((to - from) * 10) / 10
