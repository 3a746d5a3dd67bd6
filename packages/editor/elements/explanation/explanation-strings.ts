import { pluralize } from '../../language/pluralize.ts'
/** UI strings of the explanation dialog and of the explanations that it generates. @public */
export interface ExplanationStrings {
  readonly title: string
  /** Default name of a new workflow. */
  readonly untitled: string
  readonly name: string
  readonly description: string
  readonly useName: string
  readonly useDescription: string
  /** Shows the current name or description next to the proposed one. */
  readonly current: (text: string) => string
  readonly addNote: string
  readonly ask: (model: string) => string
  readonly asking: (model: string) => string
  readonly dataNotice: string
  readonly answeredBy: (model: string, host: string) => string
  readonly failed: (reason: string) => string
  readonly empty: string
  readonly cancel: string
  readonly close: string
  readonly apply: string
  readonly applied: string
  /** Headings and sentences of the explanation. */
  readonly starts: (triggers: string) => string
  readonly reads: string
  readonly steps: string
  readonly results: string
  readonly step: (number: number, title: string, summary: string) => string
  /** Names the steps that a step reads from. Not used for a step that reads only the previous step. */
  readonly from: (sources: readonly string[]) => string
  /** Names a step that another one reads from. `output` is the name of the output, or empty for the first output. */
  readonly source: (number: number, output: string) => string
  readonly columns: (names: readonly string[], moreCount: number) => string
  readonly innerSteps: (count: number) => string
  readonly off: string
  readonly problems: (count: number) => string
  /** Combines the source file and the main steps into a workflow name. */
  readonly proposedName: (source: string, parts: readonly string[]) => string
}

const listWords = (words: readonly string[], conjunction: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`

/** English UI strings of the explanation dialog. @public */
export const explanationStrings: ExplanationStrings = {
  title: 'Describe and explain workflow',
  untitled: 'Untitled workflow',
  name: 'Name',
  description: 'Description',
  useName: 'Use this name',
  useDescription: 'Use this description',
  current: (text) => `Current: ${text}`,
  addNote: 'Add the description to the canvas as a note',
  ask: (model) => `Ask ${model}`,
  asking: (model) => `Asking ${model}…`,
  dataNotice: 'The model receives the workflow with its settings and column names, but no rows.',
  answeredBy: (model, host) => `Written by ${model} (${host}). Check it before you use it.`,
  failed: (reason) => `The model returned no explanation: ${reason}`,
  empty: 'The workflow has no nodes yet.',
  cancel: 'Cancel',
  close: 'Close',
  apply: 'Apply',
  applied: 'Description applied',
  starts: (triggers) => `Starts: ${triggers}`,
  reads: 'Reads',
  steps: 'Steps',
  results: 'Results',
  step: (number, title, summary) => `${number}. ${title}${summary === '' ? '' : `: ${summary}`}`,
  from: (sources) => ` (from ${listWords(sources, 'and')})`,
  source: (number, output) => (output === '' ? `step ${number}` : `“${output}” of step ${number}`),
  columns: (names, moreCount) => `Columns: ${names.join(', ')}${moreCount > 0 ? ` and ${moreCount} more` : ''}`,
  innerSteps: (count) => (count === 1 ? '1 step inside' : `${count} steps inside`),
  off: 'turned off',
  problems: (count) =>
    `${pluralize(count, { one: 'problem', other: 'problems' })} must be fixed before the workflow can run.`,
  proposedName: (source, parts) => [source, listWords(parts, 'and')].filter(Boolean).join(': '),
}
