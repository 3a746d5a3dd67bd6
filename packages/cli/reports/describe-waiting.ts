import type { Text } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { RunView, WaitCondition } from '@aw-flow/schema'
import { toPlainText } from '../terminal/plain-text.ts'

/** Describes what a run is waiting for and how to resume it. Returns `undefined` if the run is not waiting. */
export function describeWaiting({ waiting = {}, workflow }: RunView, resumeText?: string): string | undefined {
  const instances = Object.entries(waiting)
  if (instances.length === 0) return undefined
  const labels = new Map(workflow?.nodes.map(({ id, data }) => [id, data.label || id]))
  const lines = instances.map(([key, { node, waitFor }]) => {
    const label = labels.get(node) ?? node
    return toPlainText(`${label}${key === label ? '' : ` (${key})`} is waiting ${describeWaitFor(waitFor)}.`)
  })
  if (resumeText !== undefined) return [...lines, resumeText].join('\n')
  const kinds = new Set(instances.map(([, { waitFor }]) => waitFor.kind))
  const effects = instances.flatMap(([, { waitFor }]) =>
    waitFor.kind === 'approval' && waitFor.effect ? [Object(waitFor.shown) as object] : [],
  )
  const options = [
    ...(kinds.has('approval') ? ['--approve NODE or --reject NODE'] : []),
    ...(effects.some((effect) => !('budget' in effect)) ? ['--done NODE=JSON'] : []),
    // At a limit, `--done` without a value continues with the result so far.
    ...(effects.some((effect) => 'budget' in effect) ? ['--done NODE'] : []),
    ...(kinds.has('event') ? ['--event NAME'] : []),
  ]
  const instructions = options.length > 0 ? ` Respond with ${options.join(', ')}.` : ''
  return `${lines.join('\n')}\nRecord the run with --events, and resume it with aw run --resume RECORD.${instructions}`
}

function describeWaitFor(waitFor: WaitCondition): string {
  switch (waitFor.kind) {
    case 'time':
      return `until ${new Date(waitFor.until).toISOString()}`
    case 'event':
      return `for the event "${waitFor.name}"${formatDeadline(waitFor.deadline)}`
    case 'approval': {
      const { message } = (waitFor.shown ?? {}) as { message?: Text }
      const text = message === undefined ? '' : englishFormatter.format(message)
      const question = text !== '' ? `: ${text.split('\n')[0]!.replace(/\.$/, '')}` : ''
      return `for a decision${formatDeadline(waitFor.deadline)}${question}`
    }
  }
}

const formatDeadline = (deadline: number | undefined): string =>
  deadline === undefined ? '' : ` until ${new Date(deadline).toISOString()}`
