import type { RowRule, ValidationReport } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { parseNumber } from '../fields/parse-number.ts'
import type { FormStrings } from '../form-strings.ts'
import type { TypedTexts } from '../typed-texts.ts'
import { renderRuleRow } from './rule-row.ts'
import { setProperty, type RuleSchema } from './rule-schema.ts'
import type { RuleStrings } from './rule-strings.ts'
import { findTableResult } from './rule-test.ts'

/** Everything that is needed to render the rules that do not apply to a single column. */
export interface TableRulesInput {
  readonly schema: RuleSchema
  readonly report: ValidationReport | undefined
  readonly strings: RuleStrings
  readonly formStrings: FormStrings
  readonly disabled: boolean
  readonly typedTexts: TypedTexts
  onChange(schema: RuleSchema): void
  /** Renders the rules again after invalid text was typed. */
  refresh(): void
}

type TableRuleKind = keyof RuleStrings['tableRules']

/** Renders the table rules: row counts, additional columns, keys, references and row conditions. */
export function renderTableRules(input: TableRulesInput): TemplateResult {
  const { schema, strings, disabled, onChange } = input
  const { keys = [], conditions = [], references = [] } = schema
  const rows = [
    ...(['minRows', 'maxRows'] as const).flatMap((kind) =>
      schema[kind] === undefined ? [] : [renderRowCount(input, kind, schema[kind])],
    ),
    ...(schema.strict === true
      ? [renderRuleWithoutValue(input, strings.tableRules.strict, 'strict', 0, 'strict')]
      : []),
    ...keys.map((columns, index) =>
      renderRuleWithoutValue(input, `${strings.tableRules.keys} ${columns.join(', ')}`, 'key', index, 'keys'),
    ),
    ...references.map(({ columns, table, to }, index) =>
      renderRuleWithoutValue(
        input,
        strings.reference(columns.join(', '), table, to.join(', ')),
        'reference',
        index,
        'references',
      ),
    ),
    ...conditions.map((condition, index) => renderCondition(input, condition, index)),
  ]
  const addableKinds = (['minRows', 'maxRows', 'strict', 'conditions'] as const).filter(
    (kind) => kind === 'conditions' || schema[kind] === undefined || schema[kind] === false,
  )
  if (disabled && rows.length === 0) return html``
  return html`<li class="column" data-table>
    <div class="head"><h4 aria-level="2">${strings.table}</h4></div>
    ${
      rows.length === 0
        ? nothing
        : html`<ul class="unmarked">
            ${rows}
          </ul>`
    }
    ${
      disabled
        ? nothing
        : html`<select
            aria-label=${strings.addTableRule}
            .value=${live('')}
            @change=${(event: Event) => onChange(addRule(schema, (event.target as HTMLSelectElement).value as TableRuleKind))}
          >
            <option value="">${strings.addTableRule}</option>
            ${addableKinds.map((kind) => html`<option value=${kind}>${strings.tableRules[kind]}</option>`)}
          </select>`
    }
  </li>`
}

function addRule(schema: RuleSchema, kind: TableRuleKind): RuleSchema {
  switch (kind) {
    case 'minRows':
      return { ...schema, minRows: 1 }
    case 'maxRows':
      return { ...schema, maxRows: 1_000_000 }
    case 'strict':
      return { ...schema, strict: true }
    default:
      return { ...schema, conditions: [...(schema.conditions ?? []), { holds: 'true' }] }
  }
}

function renderRowCount(input: TableRulesInput, kind: 'minRows' | 'maxRows', value: number): TemplateResult {
  const { schema, strings, formStrings, typedTexts } = input
  const label = strings.tableRules[kind]
  const id = `table-${kind}`
  const typedText = typedTexts.get(id, value)
  return renderRuleRow({
    ...pickSharedInput(input),
    id,
    label,
    valueLabel: label,
    result: findTableResult(input.report, kind, 0),
    removeLabel: strings.removeRule(label),
    remove: () => input.onChange(setProperty(schema, kind, undefined)),
    value: {
      text: typedText?.text ?? String(value),
      reason: typedText?.reason,
      isNumeric: true,
      onInput(text) {
        const bounds = { minimum: 0, maximum: undefined, exclusiveMinimum: undefined, exclusiveMaximum: undefined }
        const parsed = parseNumber({ kind: 'integer', ...bounds }, text, formStrings)
        if ('value' in parsed) {
          typedTexts.set(id, text, parsed.value)
          input.onChange({ ...schema, [kind]: parsed.value })
        } else {
          typedTexts.set(id, text, value, parsed.reason)
          input.refresh()
        }
      },
    },
  })
}

function renderCondition(input: TableRulesInput, condition: RowRule, index: number): TemplateResult {
  const { schema, strings, onChange, typedTexts } = input
  const { conditions = [] } = schema
  const label = typeof condition.name === 'string' ? condition.name : strings.tableRules.conditions
  const id = `condition-${index}`
  return renderRuleRow({
    ...pickSharedInput(input),
    id,
    label,
    valueLabel: label,
    result: findTableResult(input.report, 'condition', index),
    removeLabel: strings.removeRule(condition.holds),
    remove: () => onChange(setItems(schema, 'conditions', removeAt(conditions, index))),
    value: {
      text: typedTexts.get(id, condition.holds)?.text ?? condition.holds,
      reason: undefined,
      onInput(text) {
        // An empty condition is invalid, so the previous condition remains stored until the field contains text again.
        typedTexts.set(id, text, text === '' ? condition.holds : text)
        if (text === '') input.refresh()
        else onChange({ ...schema, conditions: conditions.with(index, { ...condition, holds: text }) })
      },
    },
  })
}

function renderRuleWithoutValue(
  input: TableRulesInput,
  label: string,
  code: string,
  index: number,
  schemaKey: 'strict' | 'keys' | 'references',
): TemplateResult {
  const { schema, strings, onChange } = input
  return renderRuleRow({
    ...pickSharedInput(input),
    id: `${schemaKey}-${index}`,
    label,
    valueLabel: label,
    result: findTableResult(input.report, code, index),
    removeLabel: strings.removeRule(label),
    remove: () =>
      onChange(
        schemaKey === 'strict'
          ? setProperty(schema, 'strict', undefined)
          : schemaKey === 'keys'
            ? setItems(schema, 'keys', removeAt(schema.keys ?? [], index))
            : setItems(schema, 'references', removeAt(schema.references ?? [], index)),
      ),
  })
}

const pickSharedInput = ({ disabled, strings, formStrings }: TableRulesInput) => ({
  disabled,
  strings,
  language: formStrings.language,
})

const removeAt = <Item>(items: readonly Item[], index: number): Item[] =>
  items.filter((_, position) => position !== index)

/** Sets a list in a schema, or removes the list if it is empty. */
const setItems = <Key extends 'conditions' | 'keys' | 'references'>(
  schema: RuleSchema,
  key: Key,
  items: NonNullable<RuleSchema[Key]>,
): RuleSchema => setProperty(schema, key, items.length === 0 ? undefined : (items as RuleSchema[Key]))
