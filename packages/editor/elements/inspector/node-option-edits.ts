import type { Edit, WorkflowGroup } from '@aw-flow/schema'

/** One or several times in ms, parsed from seconds; `wrong` if they are invalid. */
export type Seconds = number | number[] | 'wrong'

/** Parses "1.5", or "5, 30, 120" if several are allowed. */
export function seconds(text: string, several: boolean): Seconds {
  const times = text.split(/[\s,;]+/).filter((part) => part !== '')
  const read = times.map((part) => Math.round(Number(part) * 1_000))
  const min = several ? 0 : 1
  if (read.length === 0 || read.some((ms) => !Number.isSafeInteger(ms) || ms < min)) return 'wrong'
  if (several) return read
  return read.length === 1 ? read[0]! : 'wrong'
}

/** Times in ms as text in seconds. */
export const secondsText = (ms: number | readonly number[] | undefined): string =>
  ms === undefined
    ? ''
    : [ms]
        .flat()
        .map((one) => String(one / 1_000))
        .join(', ')

/** The first group that a node is in. */
export const groupOf = (groups: readonly WorkflowGroup[], node: string): WorkflowGroup | undefined =>
  groups.find(({ nodes }) => nodes.includes(node))

/** The edit that moves a node into a group; an empty name removes it from all. `undefined` if nothing changes. */
export function joinGroup(groups: readonly WorkflowGroup[], node: string, group: string): Edit | undefined {
  const edits = groups.flatMap((one): Edit[] => {
    const isIn = one.nodes.includes(node)
    if (isIn === (one.id === group)) return []
    const nodes = isIn ? one.nodes.filter((id) => id !== node) : [...one.nodes, node]
    return [{ type: 'replace-group', group: { ...one, nodes } }]
  })
  return edits.length === 0 ? undefined : edits.length === 1 ? edits[0] : { type: 'batch', edits }
}
