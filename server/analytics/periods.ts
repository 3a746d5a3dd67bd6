/** Lengths of aggregation periods. Periods are in UTC, and weeks start on Monday. */
export const periods = ['hourly', 'daily', 'weekly', 'monthly'] as const
export type Period = (typeof periods)[number]

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Start of the first Monday after the Unix epoch, in ms. */
const firstMonday = 4 * dayMs

/** Returns the start of the period that contains `time`. Both are in ms since the Unix epoch. */
export function findPeriodStart(period: Period, time: number): number {
  switch (period) {
    case 'hourly':
      return time - (time % hourMs)
    case 'daily':
      return time - (time % dayMs)
    case 'weekly':
      return time - ((time - firstMonday) % (7 * dayMs))
    case 'monthly': {
      const date = new Date(time)
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
    }
  }
}

/** Returns the start of the period that follows the one containing `time`. */
export function findNextPeriodStart(period: Period, time: number): number {
  const start = findPeriodStart(period, time)
  if (period === 'hourly') return start + hourMs
  if (period === 'daily') return start + dayMs
  if (period === 'weekly') return start + 7 * dayMs
  const date = new Date(start)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

/** Selects the period length for a range, so that a chart shows at most about a hundred values. */
export function selectPeriod(from: number, to: number): Period {
  const days = (to - from) / dayMs
  return days <= 4 ? 'hourly' : days <= 100 ? 'daily' : days <= 700 ? 'weekly' : 'monthly'
}
