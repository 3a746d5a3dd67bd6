import type { Edit, WorkflowGroup } from '@aw-flow/schema'

/** One or more durations in milliseconds, parsed from seconds; `invalid` if the text cannot be parsed. */
export type ParsedSeconds = number | number[] | 'invalid'

/** Parses a number of seconds, such as "1.5", or, if `canBeList` is true, a list, such as "5, 30, 120". */
export function parseSeconds(text: string, canBeList: boolean): ParsedSeconds {
  const times = text.split(/[\s,;]+/).filter((token) => token !== '')
  const durationsMs = times.map((token) => Math.round(Number(token) * 1_000))
  const min = canBeList ? 0 : 1
  if (durationsMs.length === 0 || durationsMs.some((ms) => !Number.isSafeInteger(ms) || ms < min)) return 'invalid'
  if (canBeList) return durationsMs
  return durationsMs.length === 1 ? durationsMs[0]! : 'invalid'
}

/** Formats durations in milliseconds as seconds, such as "5, 30, 120". Returns an empty string for `undefined`. */
export const formatSeconds = (ms: number | readonly number[] | undefined): string =>
  ms === undefined
    ? ''
    : [ms]
        .flat()
        .map((time) => String(time / 1_000))
        .join(', ')

/** Returns the first group that contains a node. */
export const findGroup = (groups: readonly WorkflowGroup[], nodeId: string): WorkflowGroup | undefined =>
  groups.find(({ nodes }) => nodes.includes(nodeId))

/**
 * Creates the edit that moves a node into a group, or out of all groups if the group id is empty. Returns `undefined`
 * if nothing changes.
 */
export function createMoveToGroupEdit(
  groups: readonly WorkflowGroup[],
  nodeId: string,
  groupId: string,
): Edit | undefined {
  const edits = groups.flatMap((candidate): Edit[] => {
    const isMember = candidate.nodes.includes(nodeId)
    if (isMember === (candidate.id === groupId)) return []
    const nodes = isMember ? candidate.nodes.filter((id) => id !== nodeId) : [...candidate.nodes, nodeId]
    return [{ type: 'replace-group', group: { ...candidate, nodes } }]
  })
  return edits.length === 0 ? undefined : edits.length === 1 ? edits[0] : { type: 'batch', edits }
}
