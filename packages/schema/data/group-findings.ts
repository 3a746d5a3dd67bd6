import { isMessage, message, type Message } from '@aw-flow/messages'
import { defined } from '../wire/defined.ts'
import type { Finding, FindingGroup, FindingKind, FindingRule } from './finding.ts'

/** @internal */
export interface GroupedFindings {
  readonly group: FindingGroup
  /** The findings in the group, most certain first. */
  readonly findings: readonly Finding[]
}

/** Minimum confidence of a finding that is shown as an error. Nine of ten of them are right in real tables. */
const minErrorConfidence = 0.9

/** Kinds that describe how a value is written although it may be right. They are never shown as errors. */
const notationKinds: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'missing-word',
  'null-word',
  'censored',
  'rounded',
  'abbreviation',
  'mixed-language',
])

/**
 * Returns whether a finding, or a group of findings, is shown as an error. All others are worth a look.
 *
 * @internal
 */
export const isError = ({ confidence, kind }: Pick<Finding, 'confidence' | 'kind'>): boolean =>
  confidence >= minErrorConfidence && !(kind && notationKinds.has(kind))

/**
 * Groups findings by column and kind, or by column and rule if they have no kind. Errors are grouped apart and come
 * first, largest group first. The others follow, most certain group first.
 *
 * @internal
 */
export function groupFindings(findings: readonly Finding[]): GroupedFindings[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const { column, kind, rule } = finding
    const key = JSON.stringify([column, kind ?? null, kind === undefined ? rule : null, isError(finding)])
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()]
    .map((members) => {
      const [{ column, kind, rule, reason }] = members
      const sum = members.reduce((total, { confidence }) => total + confidence, 0)
      const group: FindingGroup = defined({
        column,
        rule,
        kind,
        cells: members.length,
        values: new Set(members.map(({ value }) => value)).size,
        repairs: members.filter(({ repair }) => repair !== undefined).length,
        reason,
        confidence: Math.round((1000 * sum) / members.length) / 1000,
      })
      return {
        group,
        findings: members.sort((a, b) => b.confidence - a.confidence || a.row - b.row),
      }
    })
    .sort(
      ({ group: a }, { group: b }) =>
        Number(isError(b)) - Number(isError(a)) || (isError(a) ? 0 : b.confidence - a.confidence) || b.cells - a.cells,
    )
}

/** Describes what a group's cells have in common, such as "7 spellings of one unit". @internal */
export function describeGroup({ kind, rule, values, reason }: FindingGroup): Message {
  if (kind === undefined) return ruleTitles[rule]
  const forms = isMessage(reason) ? reason.params?.['forms'] : undefined
  return kindTitles[kind](kind === 'unit-spelling' && typeof forms === 'number' ? forms : values)
}

const kindTitles: Readonly<Record<FindingKind, (values: number) => Message>> = {
  'missing-word': (values) => message('finding-group.missing-word', { values }),
  'null-word': (values) => message('finding-group.missing-word', { values }),
  'unit-spelling': (values) => message('finding-group.unit-spelling', { values }),
  'time-format': (values) => message('finding-group.time-format', { values }),
  'date-format': (values) => message('finding-group.date-format', { values }),
  'duration-format': (values) => message('finding-group.duration-format', { values }),
  'number-format': (values) => message('finding-group.number-format', { values }),
  'code-format': (values) => message('finding-group.code-format', { values }),
  'leading-zeros': (values) => message('finding-group.leading-zeros', { values }),
  'letter-case': (values) => message('finding-group.letter-case', { values }),
  abbreviation: (values) => message('finding-group.abbreviation', { values }),
  'mixed-language': (values) => message('finding-group.mixed-language', { values }),
  'mixed-script': (values) => message('finding-group.mixed-script', { values }),
  censored: (values) => message('finding-group.censored', { values }),
  rounded: (values) => message('finding-group.rounded', { values }),
  'white-space': () => message('finding-group.white-space', {}),
  variant: (values) => message('finding-group.variant', { values }),
  encoding: (values) => message('finding-group.encoding', { values }),
  'spilled-value': () => message('finding-group.spilled-value', {}),
  contradiction: () => message('finding-group.contradiction', {}),
  gap: () => message('finding-group.gap', {}),
  'check-digit': () => message('finding-group.check-digit', {}),
  'impossible-value': (values) => message('finding-group.impossible-value', { values }),
  'date-part': () => message('finding-group.date-part', {}),
  'swapped-values': () => message('finding-group.swapped-values', {}),
  'total-row': () => message('finding-group.total-row', {}),
  'group-pattern': () => message('finding-group.group-pattern', {}),
}

const ruleTitles: Readonly<Record<FindingRule, Message>> = {
  missing: message('finding-group.missing', {}),
  format: message('finding-group.format', {}),
  spelling: message('finding-group.spelling', {}),
  pattern: message('finding-group.pattern', {}),
  dependency: message('finding-group.dependency', {}),
  sequence: message('finding-group.sequence', {}),
  outlier: message('finding-group.outlier', {}),
  duplicate: message('finding-group.duplicate', {}),
  answer: message('finding-group.answer', {}),
}
