import type { NodeState, PortType } from '@aw-flow/schema'
import { formatCount } from '../format.ts'

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** The canvas' words; replace some of them by the `strings` property. */
export const canvasStrings = {
  label: (nodes: number, edges: number): string =>
    nodes === 0
      ? 'Workflow canvas, empty. Press Enter to add a node.'
      : `Workflow canvas, ${plural(nodes, 'node')}, ${plural(edges, 'edge')}`,
  help: 'Up and down move between nodes, left and right follow edges, Alt with arrows moves a node, Enter opens its settings, Delete removes it.',
  nodes: 'Nodes',
  addNode: 'Add a node',
  emptyTitle: 'Nothing here yet',
  emptyText: 'Drop a file on the canvas, or choose a node on the left.',
  emptyTextReadonly: 'This workflow has no nodes.',
  rows: (rows: number): string => plural(rows, 'row'),
  columns: (columns: number): string => plural(columns, 'column'),
  problems: (problems: number): string => plural(problems, 'problem'),
  warnings: (warnings: number): string => plural(warnings, 'warning'),
  setAside: (records: number): string => `${formatCount(records)} set aside`,
  stale: 'changed since the run',
  staleShort: 'changed',
  attempt: (attempt: number): string => `attempt ${attempt}`,
  unknownType: (type: string): string => `Nothing is known of the type "${type}".`,
  states: {
    pending: 'Pending',
    running: 'Running',
    waiting: 'Waiting',
    retrying: 'Retrying',
    completed: 'Completed',
    failed: 'Failed',
    skipped: 'Skipped',
    cancelled: 'Cancelled',
    cached: 'From cache',
  } satisfies Record<NodeState, string>,
  portTypes: {
    table: 'table',
    json: 'JSON',
    text: 'text',
    file: 'file',
    control: 'control signal',
    any: 'value of any kind',
  } satisfies Record<PortType, string>,
  refusedItself: 'A node cannot feed itself.',
  refusedTypes: (from: string, to: string, port: string): string =>
    `This gives a ${from}, and “${port}” takes a ${to}.`,
  refusedLoop: (from: string, to: string): string => `This would make a loop: “${to}” already comes before “${from}”.`,
  refusedSides: (side: 'output' | 'input'): string =>
    side === 'output'
      ? 'Two outputs cannot be joined. Drop on an input.'
      : 'Two inputs cannot be joined. Drop on an output.',
  refusedNoPort: (title: string, type: string): string => `“${title}” has no port for a ${type}.`,
  refusedUnknown: 'Nothing is known of this node’s ports.',
  dropToAdd: 'Drop to add a node here',
  connect: (title: string): string => `Connect to “${title}”`,
  replaces: (title: string): string => `Connect to “${title}” and replace its edge`,
  quickAdd: 'Add a node',
  quickAddSearch: 'Search nodes',
  quickAddNone: (text: string): string => `No node is called “${text}”.`,
  quickAddNoFit: 'No node fits here.',
  selected: (count: number): string => `${plural(count, 'node')} selected`,
  removed: (nodes: number, edges: number): string =>
    nodes > 0 ? `${plural(nodes, 'node')} removed` : `${plural(edges, 'edge')} removed`,
  added: (title: string): string => `${title} added`,
  connected: (from: string, to: string): string => `${from} connected to ${to}`,
  copied: (count: number): string => `${plural(count, 'node')} copied`,
  pasted: (count: number): string => `${plural(count, 'node')} pasted`,
  undone: 'Undone',
  redone: 'Redone',
  runState: (title: string, state: string): string => `${title}: ${state}`,
  drop: 'Drop to load this file',
}
export type CanvasStrings = typeof canvasStrings
