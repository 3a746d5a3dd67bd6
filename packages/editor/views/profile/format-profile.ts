import type { ColumnProfile } from '@aw-flow/schema'

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A share of all: `0 %`, `< 0.1 %`, `12.5 %`. Something is never shown as nothing, nor nearly all as all. */
export function formatShare(share: number): string {
  if (share <= 0) return '0 %'
  if (share < 0.001) return '< 0.1 %'
  if (share > 0.999 && share < 1) return '> 99.9 %'
  return `${Math.round(share * 1000) / 10} %`
}

/** A number of a column as people read it; of times, ms since 1970, the day and where it matters the time. */
export function formatNumber({ family, type }: ColumnProfile, value: number): string {
  if (family === 'time') {
    if (type === 'TIME') return new Date(value).toISOString().slice(11, 19)
    const date = new Date(value)
    if (Number.isNaN(date.getTime())) return String(value)
    const text = date.toISOString()
    return type === 'DATE' || text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
  }
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4)) return value.toPrecision(4)
  // A year or a code is no amount: four digits stand together.
  if (Number.isInteger(value)) return Math.abs(value) < 10_000 ? String(value) : whole.format(value)
  return plain.format(value)
}
