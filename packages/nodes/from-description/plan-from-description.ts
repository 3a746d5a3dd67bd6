import type { Catalog } from '@aw-flow/engine'
import type { Column, NodeType, Port, PortDescription, DescriptionPlan, DescriptionPlanRequest } from '@aw-flow/schema'
import { collectColumns, maskNames, readClause, splitClauses, type Clause, type ClauseWords } from './clauses.ts'
import { joinWords, readJoin, unionWords } from './combining-steps.ts'
import { flowPatterns, outputRules, sourceRules, splitTime, triggerRules, viewRule } from './flow-steps.ts'
import { findUnusedWords, readVocabulary } from './find-unused-words.ts'
import { columnPatterns, columnRules, readColumnChoice } from './column-steps.ts'
import { comparisonWords } from './conditions.ts'
import {
  continuesStep,
  readConditionWithoutVerb,
  readBareGrouping,
  readImpliedFilter,
  tablePatterns,
  tableRules,
  topWords,
  type StepDraft,
  type StepRule,
} from './table-steps.ts'
import { fold } from './stem.ts'
import { readTokens, type Token } from './words.ts'

/** A description, and the node types that it can refer to. @internal */
export interface DescriptionRequest extends DescriptionPlanRequest {
  readonly catalog: Catalog
}

type WordsNode = DescriptionPlan['nodes'][number]
type WordsEdge = DescriptionPlan['edges'][number]

/** The end of a branch: an output, and the columns of its table. */
interface Branch {
  readonly node?: string
  readonly outputs: readonly Port[]
  readonly columns: readonly Column[]
}

const rules: readonly StepRule[] = [
  ...triggerRules,
  ...outputRules.slice(0, 4),
  ...sourceRules,
  ...outputRules.slice(4),
  ...columnRules,
  ...tableRules,
  viewRule,
]
const whereWords =
  /\b(?:(?:where|whose|for which|bei denen|deren|dessen|wo|wenn)\b|with an? |for (?!each|every)|fur (?!jede))/

const vocabulary = readVocabulary(
  [...tablePatterns, ...columnPatterns, ...flowPatterns, joinWords, unionWords, whereWords],
  comparisonWords,
)

/** Maximum number of characters that are read: the time that the rules take is quadratic in the length. */
const maxCharacters = 2_000

/**
 * Returns a function that tests whether a folded text describes a step. A column named "email" is not a step that sends
 * mail.
 */
const createStepTest = (columns: readonly Column[]): ((folded: string) => boolean) => {
  const hasMailColumn = columns.some(({ name }) => /mail/i.test(name))
  return (folded) => {
    const text =
      hasMailColumn && !/\b(?:send|sende\w*|schick\w*|versende\w*)\b|@/.test(folded)
        ? folded.replaceAll(/\be-?mails?\b/g, 'x')
        : folded
    return joinWords.test(text) || unionWords.test(text) || rules.some(({ test }) => test.test(text))
  }
}

/**
 * Plans the nodes that a description requests. Rules read each clause: the step by its verb, columns by their names,
 * and values by their form. No language model is asked, and equal requests have equal plans. Text after the first 2,000
 * characters is ignored.
 *
 * @example
 *   planFromDescription({ description: 'average price by city', catalog, columns, continues: true }).nodes[0].type // 'aggregate'
 */
export function planFromDescription({
  description: text,
  catalog,
  columns = [],
  others = [],
  values = {},
  continues = false,
}: DescriptionRequest): DescriptionPlan {
  const description = expandNegations(removeListMarks(text))
  const nodes: WordsNode[] = []
  const edges: WordsEdge[] = []
  const ignored: string[] = []
  const tablePort: Port = { name: '', type: 'table' }
  let branches: Branch[] = continues ? [{ outputs: [tablePort], columns }] : []
  let triggers: Branch[] = []

  const addNode = (draft: StepDraft, text: string, inputs: readonly Branch[]): Branch | undefined => {
    const definition = catalog.get(draft.type)
    const settings = definition?.settings.safeParse(draft.config)
    if (!definition || !settings?.success) return undefined
    const id = `step-${nodes.length + 1}`
    const ports = definition.ports?.(settings.data) ?? definition
    const described: Record<string, PortDescription> = {}
    const newEdges: WordsEdge[] = []
    const freeInputs = [...ports.inputs]
    for (const branch of inputs) {
      const connection = findConnection(branch.outputs, freeInputs)
      if (!connection) return undefined
      freeInputs.splice(freeInputs.indexOf(connection.input), 1)
      const hasColumns = branch.columns.length > 0
      described[connection.input.name] = {
        type: connection.output.type,
        ...(hasColumns ? { columns: [...branch.columns] } : {}),
      }
      newEdges.push({
        ...(branch.node === undefined ? {} : { source: branch.node, sourceHandle: connection.output.name }),
        target: id,
        targetHandle: connection.input.name,
      })
    }
    const description = definition.describe({
      settings: settings.data,
      inputs: described,
      context: { preview: () => undefined },
    })
    edges.push(...newEdges)
    const problems = description.problems ?? []
    nodes.push({ id, type: draft.type, config: draft.config, text, summary: description.summary, problems })
    const table = ports.outputs.find(({ name }) => description.outputs[name]?.columns)
    const outputColumns = table ? (description.outputs[table.name]?.columns ?? []) : []
    return { node: id, outputs: ports.outputs, columns: outputColumns }
  }

  const appendSteps = (drafts: readonly StepDraft[], text: string): boolean => {
    if (branches.length === 0 && !addSource({ type: 'loading', config: {} }, '')) return false
    let branch = branches.at(-1)!
    for (const draft of drafts) {
      const next = addNode(draft, text, [branch])
      if (!next) return false
      branch = next
    }
    branches = [...branches.slice(0, -1), branch]
    return true
  }

  const addSource = (draft: StepDraft, text: string): boolean => {
    const trigger = triggers.at(-1)
    const file = branches.length
    const source = (trigger && addNode(draft, text, [trigger])) ?? addNode(draft, text, [])
    if (!source) return false
    triggers = []
    const known = file === 0 ? columns : others[file - 1]
    branches = [...branches, known ? { ...source, columns: known } : source]
    return true
  }

  const combineBranches = (clause: ClauseWords, text: string): boolean => {
    const [left, right] = branches.slice(-2)
    if (!left || !right) return false
    const draft = joinWords.test(clause.folded)
      ? readJoin(clause, left.columns, right.columns)
      : { type: 'union', config: {} }
    const combined = addNode(draft, text, [left, right])
    if (combined) branches = [...branches.slice(0, -2), combined]
    return combined !== undefined
  }

  /** Exports and charts wait for the steps that only arrange the result: "export it as CSV, sorted by date". */
  let outputs: { readonly drafts: readonly StepDraft[]; readonly text: string }[] = []
  const addOutputs = (): void => {
    const pending = outputs
    outputs = []
    for (const { drafts, text: words } of pending) appendSteps(drafts, words)
  }

  /** Reports the words of a clause that its steps do not use, so that none is dropped silently. */
  const reportUnused = (words: ClauseWords, drafts: readonly StepDraft[]): void => {
    ignored.push(
      ...findUnusedWords(
        words,
        drafts.map(({ config }) => config),
        vocabulary,
      ),
    )
  }

  let mentioned: Column | undefined
  let mentionedCells: readonly NonNullable<Token['cell']>[] = []
  const addClause = (clause: Clause): boolean => {
    const words: ClauseWords = {
      ...readClause(clause, branches.at(-1)?.columns ?? columns, values),
      mentioned,
    }
    mentioned = collectColumns(words.tokens)[0] ?? mentioned
    const { folded } = words
    const cells = words.tokens.flatMap(({ cell }) => (cell ? [cell] : []))
    if (remarkWords.test(folded) && (cells.length > 0 || /\b(?:missing|empty|blank)\b/.test(folded))) {
      mentionedCells = cells
      return false
    }
    if (cells.length === 0 && mentionedCells.length > 0 && pronounRemoval.test(folded)) {
      const conditions = mentionedCells.map(({ column, value }) => ({ column: column.name, is: 'not-equals', value }))
      mentionedCells = []
      return appendSteps([{ type: 'filter', config: { conditions, match: 'all' } }], clause.text)
    }
    if ((joinWords.test(folded) || unionWords.test(folded)) && branches.length > 1)
      return combineBranches(words, clause.text)
    for (const rule of rules) {
      if (!rule.test.test(folded)) continue
      if (sourceRules.includes(rule)) {
        const files = words.tokens.filter(({ kind }) => kind === 'file')
        if (continues && files.length === 0) continue
        const [draft] = rule.read(words) ?? []
        const count = Math.max(files.length, 1)
        const isLoaded =
          draft !== undefined && Array.from({ length: count }, () => addSource(draft, clause.text)).every(Boolean)
        if (isLoaded && (joinWords.test(folded) || unionWords.test(folded)) && branches.length > 1) {
          return combineBranches(words, clause.text)
        }
        if (isLoaded) return true
        continue
      }
      const drafts = rule.read(words)
      if (!drafts) continue
      if (triggerRules.includes(rule)) {
        const trigger = drafts[0] && addNode(drafts[0], clause.text, [])
        if (trigger) triggers = [trigger]
        return trigger !== undefined
      }
      const steps = [...readImpliedFilter(words, drafts), ...drafts]
      const isArranged = steps.every(({ type }) => arrangingSteps.has(type))
      if (!isArranged) addOutputs()
      const [output] = drafts
      // The first rows depend on a sort order that is described later.
      if (rule.test === topWords && output?.type === 'sample') outputs.push({ drafts, text: clause.text })
      else if (output?.type === 'export' || output?.type === 'chart') {
        if (!appendSteps(steps.slice(0, -1), clause.text)) continue
        outputs.push({ drafts: steps.slice(-1), text: clause.text })
      } else if (!appendSteps(steps, clause.text)) continue
      reportUnused(words, steps)
      return true
    }
    const condition = readConditionWithoutVerb(words)
    const steps = condition ?? readColumnChoice(words) ?? withImpliedFilter(words, readBareGrouping(words))
    if (steps?.some(({ type }) => type === 'aggregate')) addOutputs()
    if (!steps || !appendSteps(steps, clause.text)) return false
    reportUnused(words, steps)
    return true
  }

  const known = description.slice(0, maxCharacters)
  const masked = maskNames(fold(known), readTokens(known, [...columns, ...others.flat()], values))
  const clauses = splitClauses(known, createStepTest(columns), continuesStep, masked)
  // "… Run this every Monday.": the schedule becomes the first node, wherever it is mentioned.
  const [times, stepClauses] = separateTimes(clauses)
  for (const time of times) addClause(time)
  const namesFiles = stepClauses.some(({ folded }) => sourceRules.some(({ test }) => test.test(folded)))
  let isJoined = false
  if (!continues && others[0] && !namesFiles) {
    for (let file = 0; file <= others.length; file++) addSource({ type: 'loading', config: {} }, '')
    if (!unionWords.test(fold(known))) {
      const whole = { text: known, folded: fold(known) }
      const draft = readJoin(readClause(whole, [...columns, ...others[0]]), columns, others[0], values)
      const [left, right] = branches.slice(-2)
      const joined = left && right && addNode(draft, known, [left, right])
      if (joined) {
        branches = [...branches.slice(0, -2), joined]
        isJoined = true
      }
    }
  }
  for (const clause of stepClauses) {
    if (isJoined && joinWords.test(clause.folded)) continue
    const [condition, rest] = splitCondition(clause)
    for (const part of condition ? [condition, rest] : [rest]) {
      if (!addClause(part)) ignored.push(part.text)
    }
  }
  if (description.length > maxCharacters) ignored.push(description.slice(maxCharacters))
  addOutputs()
  if (triggers.length > 0 && branches.length === 0) appendSteps([], '')
  if (!continues && nodes.length > 0) {
    const last = branches.at(-1)
    const lastNode = nodes.find(({ id }) => id === last?.node)
    if (last && lastNode && !isOutput(catalog, lastNode.type) && last.outputs.some(({ type }) => type === 'table')) {
      addNode({ type: 'table', config: {} }, '', [last])
    }
  }
  return { nodes, edges, ignored }
}

/** Remarks about the data, which the next sentence may refer to. */
const remarkWords =
  /^(?:there (?:is|are)|some|a lot of|a few|several|many|es gibt|einige|manche|viele)\b(?!.*\b(?:remove|keep|only|show|sort)\b)/
const pronounRemoval =
  /^(?:please )?(?:leave|throw|take|filter|kick|drop|remove|ignore|skip|exclude|get rid of|lass|entferne|ignoriere) ?(?:it|that|this|them|those|these|das|die|diese|sie)?(?: out| away| weg)?$/

/** Steps that arrange a result without computing another one. */
const arrangingSteps = new Set(['filter', 'select', 'sort', 'sample', 'rename_and_cast', 'deduplicate'])

const isOutput = (catalog: Catalog, type: string): boolean =>
  catalog
    .list()
    .some((candidate: NodeType) => candidate.type === type && ['views', 'actions'].includes(candidate.family))

/** Separates the times at which a workflow runs from the steps, wherever they are named. */
function separateTimes(clauses: readonly Clause[]): readonly [times: readonly Clause[], steps: readonly Clause[]] {
  const times: Clause[] = []
  const steps: Clause[] = []
  for (const clause of clauses) {
    const { text, folded } = clause
    const found = splitTime(folded)
    if (!found) {
      ;(triggerRules.some(({ test }) => test.test(folded)) ? times : steps).push(clause)
      continue
    }
    const time = text.slice(found.start, found.end).trim()
    const rest = `${text.slice(0, found.start)} ${text.slice(found.end)}`.trim().replace(/^,\s*/, '')
    times.push({ text: time, folded: fold(time) })
    if (!/^(?:please )?(?:(?:run|repeat|do|start|execute|schedule|fuhre|starte)\b.{0,30}|bitte)?$/i.test(rest))
      steps.push({ text: rest, folded: fold(rest) })
  }
  return [times, steps]
}

const withImpliedFilter = (
  words: ClauseWords,
  drafts: readonly StepDraft[] | undefined,
): readonly StepDraft[] | undefined => drafts && [...readImpliedFilter(words, drafts), ...drafts]

/** Writes "don't" as "do not". */
const expandNegations = (text: string): string =>
  text.replaceAll(/\b(do|does|did|is|are|was|were|has|have|had|should|could|would)n['’]t\b/gi, '$1 not')

/** Removes the numbers and dashes before the items of a list. */
const removeListMarks = (text: string): string =>
  text.replaceAll(/(?<=^|\n)[ \t]*(?:\d{1,2}[.)]|[-*•–])[ \t]+/g, '').replaceAll(/:[ \t]*(?=\n)/g, '')

/** Separates a condition that other steps of the clause depend on: "count orders by city where status is paid". */
function splitCondition({ text, folded }: Clause): [condition: Clause | undefined, rest: Clause] {
  const time = timeWords.exec(folded)
  const others = time ? `${text.slice(0, time.index)} ${text.slice(time.index + time[0].length)}`.trim() : ''
  if (time && !whereWords.test(folded) && needsAllRows.test(fold(others))) {
    const condition = text.slice(time.index, time.index + time[0].length).trim()
    return [
      { text: condition, folded: fold(condition) },
      { text: others, folded: fold(others) },
    ]
  }
  const match = whereWords.exec(folded)
  const rest = match ? text.slice(0, match.index).trim() : ''
  if (!match || !needsAllRows.test(fold(rest))) return [undefined, { text, folded }]
  const condition = text.slice(match.index)
  return [
    { text: condition, folded: folded.slice(match.index) },
    { text: rest, folded: folded.slice(0, match.index).trim() },
  ]
}

/** A time that rows are limited to, such as "since 2024", "in 2023" or "between 2023-01-01 and 2023-06-30". */
const moment = String.raw`(?:(?:19|20)\d{2}(?:-\d{2}-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4})(?![\w-])`
const timeWords = new RegExp(
  String.raw`\b(?:(?:between|zwischen|from|von) ${moment} (?:and|und|to|bis) ${moment}|(?:since|seit|ab|after|nach dem|before|vor dem|until|bis) (?:the |dem |zum )?${moment})`,
)

const needsAllRows =
  /\b(?:count|number of|how many|average|mean|sum|total|median|top|sort|chart|plot|export|save|anzahl|zahle|wie viele|summe|summier\w*|gesamt\w*|durchschnitt\w*|mittelwert\w*|sortier\w*|exportier\w*|diagramm)\b/

/** Returns the first output that is compatible with an input, preferably of the same type. */
function findConnection(outputs: readonly Port[], inputs: readonly Port[]): { output: Port; input: Port } | undefined {
  const pairs = outputs.flatMap((output) => inputs.map((input) => ({ output, input })))
  return (
    pairs.find(({ output, input }) => output.type === input.type) ??
    pairs.find(({ output, input }) => input.type === 'any' || output.type === 'any')
  )
}
