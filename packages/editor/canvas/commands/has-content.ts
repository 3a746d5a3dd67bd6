import type { CommandHost } from './command.ts'

/** Returns whether a workflow has anything to select, show or export. */
export const hasContent = ({ scene: { nodes, notes, groups } }: CommandHost): boolean =>
  nodes.length + notes.length + groups.length > 0
