import { canvasStrings, type CanvasStrings } from '../../canvas/canvas-strings.ts'

/** Default UI strings for the step list. Hosts override them with the `strings` property. @internal */
export const stepListStrings = {
  label: 'Steps',
  emptyTitle: 'No steps yet',
  emptyText: 'Upload a file or add a node.',
  fromSources: (titles: readonly string[]): string => `from ${titles.join(', ')}`,
  canvas: canvasStrings as CanvasStrings,
}
/** @internal */
export type StepListStrings = typeof stepListStrings
