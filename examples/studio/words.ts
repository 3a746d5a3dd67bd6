import type { NodeState, RunState, Workflow } from '@aw-flow/schema'

/** How long ago a time was, in words: "just now", "5 min ago", "3 days ago", then the date. Both in ms since 1970. */
export function timeAgo(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000))
  if (seconds < 45) return 'just now'
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.round(minutes / 60)
  if (hours < 24) return hours === 1 ? '1 hour ago' : `${hours} hours ago`
  const days = Math.round(hours / 24)
  if (days < 7) return days === 1 ? 'yesterday' : `${days} days ago`
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** A moment as the reader's language writes it. In ms since 1970. */
export const formatMoment = (time: number): string =>
  new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** A workflow in one line: what its nodes are called, in order. */
export function chainOf({ nodes }: Workflow): string {
  if (nodes.length === 0) return 'Empty'
  const names = nodes.slice(0, 5).map(({ data, type }) => data.label || type)
  return nodes.length > 5 ? `${names.join(' → ')} → ${nodes.length - 5} more` : names.join(' → ')
}

/** What a copy is called: "Sales copy", then "Sales copy 2"; a copy of a copy likewise. */
export function copyName(name: string, taken: readonly string[] = []): string {
  const stem = name.replace(/ copy( \d+)?$/, '').slice(0, 180)
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? `${stem} copy` : `${stem} copy ${count}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** The word, icon and tone of a state. */
export const stateLook: Record<RunState | NodeState, { word: string; icon: string; tone: string }> = {
  queued: { word: 'Queued', icon: 'clock', tone: 'muted' },
  pending: { word: 'Pending', icon: 'circle-dashed', tone: 'muted' },
  running: { word: 'Running', icon: 'loader-circle', tone: 'accent' },
  waiting: { word: 'Waiting', icon: 'hourglass', tone: 'warn' },
  retrying: { word: 'Retrying', icon: 'refresh-cw', tone: 'warn' },
  completed: { word: 'Completed', icon: 'circle-check', tone: 'good' },
  cached: { word: 'Cached', icon: 'database-zap', tone: 'cached' },
  failed: { word: 'Failed', icon: 'circle-x', tone: 'bad' },
  skipped: { word: 'Skipped', icon: 'circle-minus', tone: 'muted' },
  cancelled: { word: 'Cancelled', icon: 'ban', tone: 'muted' },
}
