import type { RunView, WaitFor } from '@aw-flow/schema'
import { plainText } from '../terminal/plain-text.ts'

/** What a run waits for, a line each, and how it goes on; nothing where it waits for nothing. */
export function describeWaiting({ waiting = {}, workflow }: RunView): string | undefined {
  const instances = Object.entries(waiting)
  if (instances.length === 0) return undefined
  const labels = new Map(workflow?.nodes.map(({ id, data }) => [id, data.label || id]))
  const lines = instances.map(([key, { node, waitFor }]) => {
    const label = labels.get(node) ?? node
    return plainText(`${label}${key === label ? '' : ` (${key})`} waits ${whatFor(waitFor)}.`)
  })
  const kinds = new Set(instances.map(([, { waitFor }]) => waitFor.kind))
  const ways = [
    ...(kinds.has('approval') ? ['--approve NODE or --reject NODE'] : []),
    ...(instances.some(([, { waitFor }]) => waitFor.kind === 'approval' && waitFor.effect) ? ['--done NODE=JSON'] : []),
    ...(kinds.has('event') ? ['--event NAME'] : []),
  ]
  const how = ways.length > 0 ? ` Decide with ${ways.join(', ')}.` : ''
  return `${lines.join('\n')}\nKeep the record with --events, and go on with aw run --resume RECORD.${how}`
}

function whatFor(waitFor: WaitFor): string {
  switch (waitFor.kind) {
    case 'time':
      return `until ${new Date(waitFor.until).toISOString()}`
    case 'event':
      return `for the event "${waitFor.name}"${upTo(waitFor.deadline)}`
    case 'approval': {
      const { message } = (waitFor.shown ?? {}) as { message?: unknown }
      const asked = typeof message === 'string' ? `: ${message.split('\n')[0]!.replace(/\.$/, '')}` : ''
      return `for a decision${upTo(waitFor.deadline)}${asked}`
    }
  }
}

const upTo = (deadline: number | undefined): string =>
  deadline === undefined ? '' : ` up to ${new Date(deadline).toISOString()}`
