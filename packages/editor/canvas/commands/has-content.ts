import type { CommandHost } from './command.ts'

/** Returns whether a workflow contains anything that can be selected, shown or exported. */
export const hasContent = ({ scene: { nodes, notes, groups } }: CommandHost): boolean =>
  nodes.length + notes.length + groups.length > 0
