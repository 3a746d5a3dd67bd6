import type { ColumnRule } from '@aw-flow/schema'
import type { TypeFamily } from '@aw-flow/schema/internal'

/** A requirement for a column, which is a key of the column's rule. */
export type RuleKind = Exclude<keyof ColumnRule, 'name' | 'severity' | 'reading'>

/** How the value of a requirement is entered. A `flag` has no value. */
export type RuleValueKind = 'flag' | 'number' | 'integer' | 'date' | 'text' | 'type' | 'values' | 'columns'

interface RuleKindDefinition {
  readonly value: RuleValueKind
  /** The value of a newly added requirement. */
  readonly initial: NonNullable<ColumnRule[RuleKind]>
  /** Type families of the columns that the requirement is offered for. Default: all. */
  readonly families?: readonly TypeFamily[]
}

const number = { value: 'number', families: ['number'] } as const
const date = { value: 'date', families: ['time'] } as const
const length = { value: 'integer', families: ['text'] } as const
const flag = { value: 'flag', initial: true } as const

/** All requirements, in menu order. */
export const ruleKinds: Readonly<Record<RuleKind, RuleKindDefinition>> = {
  type: { value: 'type', initial: 'number' },
  nullable: { value: 'flag', initial: false },
  unique: flag,
  min: { ...number, initial: 0 },
  max: { ...number, initial: 100 },
  moreThan: { ...number, initial: 0 },
  lessThan: { ...number, initial: 100 },
  earliest: { ...date, initial: '2000-01-01' },
  latest: { ...date, initial: '2099-12-31' },
  minLength: { ...length, initial: 1 },
  maxLength: { ...length, initial: 100 },
  pattern: { value: 'text', initial: '.+', families: ['text'] },
  enum: { value: 'values', initial: [] },
  maxDistinct: { value: 'integer', initial: 10 },
  notConstant: flag,
  notCopyOf: { value: 'columns', initial: [] },
  finite: { ...flag, families: ['number'] },
  sequence: { ...flag, families: ['number'] },
  optional: flag,
}

const allKinds = Object.keys(ruleKinds) as RuleKind[]

/** Returns the requirements of a rule. A flag counts only if it differs from its default. */
export const listKinds = (rule: ColumnRule): RuleKind[] =>
  allKinds.filter((kind) => {
    const value = rule[kind]
    return ruleKinds[kind].value === 'flag' ? value === ruleKinds[kind].initial : value !== undefined
  })

/**
 * Returns the requirements that can be added to a column's rule. If the column's type family is unknown, all types of
 * requirements are offered.
 */
export function listAvailableKinds(rule: ColumnRule, family: TypeFamily | undefined): RuleKind[] {
  const existingKinds = new Set(listKinds(rule))
  return allKinds.filter((kind) => {
    const { families } = ruleKinds[kind]
    return !existingKinds.has(kind) && (family === undefined || (families?.includes(family) ?? true))
  })
}

/** A suggested requirement that the schema does not contain yet. */
export interface RuleSuggestion {
  readonly column: string
  readonly kind: RuleKind
  readonly value: NonNullable<ColumnRule[RuleKind]>
}

/** Returns suggested requirements that the existing rules do not contain yet, in column order. */
export const listSuggestions = (
  suggestedRules: readonly ColumnRule[],
  existingRules: readonly ColumnRule[],
): readonly RuleSuggestion[] =>
  suggestedRules.flatMap((rule) => {
    const existingKinds = new Set(
      listKinds(existingRules.find(({ name }) => name === rule.name) ?? { name: rule.name }),
    )
    return listKinds(rule).flatMap((kind) =>
      existingKinds.has(kind) || (kind === 'type' && rule.type === 'any')
        ? []
        : [{ column: rule.name, kind, value: rule[kind]! }],
    )
  })

/** Parses allowed values, one per line. In a numeric column, lines that contain a number become numbers. */
export function parseValues(text: string, family: TypeFamily | undefined): NonNullable<ColumnRule['enum']> {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const number = Number(line)
      return family === 'number' && Number.isFinite(number) ? number : line
    })
}
