/** UI strings for the dialog that shows a change proposed by a language model or based on rules. @public */
export interface ProposalStrings {
  readonly ask: (model: string) => string
  readonly title: string
  readonly asking: (model: string) => string
  readonly dataNotice: string
  readonly added: string
  readonly changed: string
  readonly removed: string
  /** Accessible name of the canvas that shows the workflow after the change. */
  readonly canvas: string
  /** Labels of changed nodes on the canvas. */
  readonly kinds: Readonly<Record<'added' | 'changed' | 'removed', string>>
  /** Accessible name of the list of buttons on the canvas. */
  readonly decisions: string
  readonly accept: (node: string) => string
  readonly reject: (node: string) => string
  readonly acceptAll: string
  readonly rejectAll: string
  readonly node: (label: string, type: string) => string
  readonly setting: (label: string, setting: string) => string
  /** Title of the list of all of a node's settings. The node's summary may omit some of them. */
  readonly allSettings: string
  readonly problems: string
  readonly dropped: (parts: string) => string
  readonly questions: string
  readonly remarks: (model: string) => string
  readonly noChanges: string
  /** Title of the command that proposes the steps that a description names. */
  readonly plan: string
  /** Shown if no steps were recognized in the description. */
  readonly noStepsRecognized: string
  /** Announced after changes are applied. */
  readonly applied: (count: number) => string
  readonly cancel: string
  readonly again: string
  readonly apply: (count: number) => string
}

/** English UI strings for the proposal dialog. @public */
export const proposalStrings: ProposalStrings = {
  ask: (model) => `Ask ${model}`,
  title: 'Proposed change',
  asking: (model) => `Asking ${model}…`,
  dataNotice: 'The model receives the workflow with its settings and column names, but no rows.',
  added: 'Add',
  changed: 'Change',
  removed: 'Remove',
  canvas: 'Workflow after the change',
  kinds: { added: 'added', changed: 'changed', removed: 'removed' },
  decisions: 'Changed nodes',
  accept: (node) => `Accept the change to “${node}”`,
  reject: (node) => `Reject the change to “${node}”`,
  acceptAll: 'Accept all',
  rejectAll: 'Reject all',
  node: (label, type) => `${label} (${type})`,
  setting: (label, setting) => `${label}: ${setting}`,
  allSettings: 'All settings',
  problems: 'Remaining problems',
  dropped: (parts) => `Could not be used: ${parts}`,
  questions: 'Questions from the model',
  remarks: (model) => `Notes from ${model}`,
  noChanges: 'The model proposed no changes.',
  plan: 'Propose steps from this description',
  noStepsRecognized:
    'No steps were recognized. Name steps and columns, such as “remove duplicates, then sort by price”.',
  applied: (count) => (count === 1 ? '1 change applied' : `${count} changes applied`),
  cancel: 'Cancel',
  again: 'Ask again',
  apply: (count) => (count === 1 ? 'Apply 1 change' : `Apply ${count} changes`),
}
