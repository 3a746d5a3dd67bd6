import type { NodeType } from '@aw-flow/schema'
import type { RunMonitorStrings } from './monitor-strings.ts'

/** Node types as the words of the monitor call them, with what they were made of. */
export interface NamedTypes {
  readonly from: readonly NodeType[]
  readonly nodeType: RunMonitorStrings['nodeType']
  readonly types: readonly NodeType[]
}

/** The same list as before where neither the types nor the words are others: the drawing reads another one anew. */
export function namedTypes(
  from: readonly NodeType[],
  { nodeType }: RunMonitorStrings,
  before: NamedTypes | undefined,
): NamedTypes {
  if (before?.from === from && before.nodeType === nodeType) return before
  return { from, nodeType, types: from.map((type) => nodeType(type)) }
}
