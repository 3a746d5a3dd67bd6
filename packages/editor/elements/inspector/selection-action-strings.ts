/** UI strings for the actions on selected nodes. They are loaded separately from the inspector's strings. */
export interface SelectionActionStrings {
  readonly run: string
  readonly runTo: string
  readonly runFrom: string
  readonly runOnly: string
  readonly runToHint: string
  readonly runToAllHint: string
  readonly runFromHint: string
  readonly runOnlyHint: string
  readonly arrange: string
  readonly organize: string
}

/** English UI strings for the actions on selected nodes. */
export const selectionActionStrings: SelectionActionStrings = {
  run: 'Run part of the workflow',
  runTo: 'Run to here',
  runFrom: 'Run from here',
  runOnly: 'Run only this',
  runToHint: 'Runs this node and the nodes that it depends on.',
  runToAllHint: 'Runs the selected nodes and the nodes that they depend on.',
  runFromHint: 'Runs this node and all nodes after it, with inputs from the last run.',
  runOnlyHint: 'Runs only this node, with inputs from the last run.',
  arrange: 'Align and distribute',
  organize: 'Organize',
}
