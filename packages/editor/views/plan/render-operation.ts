import type { AppliedOperation, Operation } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { showEdgeSpaces } from '../show-edge-spaces.ts'
import type { OperationField } from './operation-fields.ts'
import { getFieldName, type PlanStrings } from './plan-strings.ts'

const stateIcons = {
  proposed: 'circle-dashed',
  approved: 'circle-check',
  rejected: 'circle-x',
  suggested: 'circle-question-mark',
} as const

/** Renders the state of an operation, and its confidence if it is known, as an icon and text. */
export function renderState({ state = 'proposed', confidence }: Operation, strings: PlanStrings): TemplateResult {
  const isOpen = state === 'proposed' || state === 'suggested'
  const confidenceText = confidence !== undefined && isOpen ? `, ${strings.confidence(confidence)}` : ''
  return html`<span
    class="state small ${state === 'approved' ? 'good' : state === 'rejected' ? 'bad' : ''}"
    part="state"
    >${icon(stateIcons[state])}${strings.states[state]}${confidenceText}</span
  >`
}

/** Renders example cells before and after an operation, or nothing if there are no examples. */
export function renderExamples(
  appliedOperation: AppliedOperation | undefined,
  strings: PlanStrings,
): TemplateResult | typeof nothing {
  if (!appliedOperation || appliedOperation.examples.length === 0) return nothing
  const hasOnlyDroppedRows = appliedOperation.rowsDropped > 0 && appliedOperation.cellsChanged === 0
  const renderValue = (text: string | null): TemplateResult =>
    text === null ? html`<span class="null">${strings.noValue}</span>` : html`${showEdgeSpaces(text)}`
  return html`<div class="examples" part="examples" role="group" aria-label=${strings.examples} tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${strings.row}</th>
          <th scope="col">${strings.before}</th>
          <th scope="col">${strings.after}</th>
        </tr>
      </thead>
      <tbody>
        ${appliedOperation.examples.map(
          ({ row, before, after }) =>
            html`<tr>
              <td class="number muted">${row}</td>
              <td>${renderValue(before)}</td>
              <td>${hasOnlyDroppedRows ? html`<span class="null">${strings.dropped}</span>` : renderValue(after)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Renders the form for editing an operation. */
export function renderForm(
  fields: readonly OperationField[],
  problem: string | undefined,
  strings: PlanStrings,
  {
    change: onChange,
    save: onSave,
    cancel: onCancel,
  }: { change(key: string, value: string): void; save(): void; cancel(): void },
): TemplateResult {
  const onInput = (event: Event, key: string): void =>
    onChange(key, (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value)
  const renderField = ({
    key,
    kind,
    value,
    isRequired,
    choices = ['true', 'false'],
  }: OperationField): TemplateResult => {
    const fieldName = getFieldName(key, strings)
    const name = isRequired ? fieldName : strings.optional(fieldName)
    if (kind === 'boolean' || kind === 'choice')
      return html`<label
        >${name}<select name=${key} @change=${(event: Event) => onInput(event, key)}>
          ${isRequired ? nothing : html`<option value="" ?selected=${value === ''}>${strings.unset}</option>`}
          ${choices.map(
            (choice) =>
              html`<option value=${choice} ?selected=${value === choice}>
                ${kind === 'boolean' ? strings.booleanLabels[choice as 'true' | 'false'] : choice}
              </option>`,
          )}
        </select></label
      >`
    if (kind === 'list' || kind === 'json')
      return html`<label
        >${name} (${kind === 'list' ? strings.listHint : strings.jsonHint})<textarea
          name=${key}
          rows=${Math.min(8, value.split('\n').length + 1)}
          spellcheck="false"
          .value=${value}
          @input=${(event: Event) => onInput(event, key)}
        ></textarea>
      </label>`
    return html`<label
      >${name}<input
        name=${key}
        spellcheck="false"
        inputmode=${kind === 'number' ? 'decimal' : 'text'}
        .value=${value}
        @input=${(event: Event) => onInput(event, key)}
    /></label>`
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    onSave()
  }
  return html`<form part="form" @submit=${submit}>
    ${fields.map(renderField)}
    ${problem === undefined ? nothing : html`<p class="problem" role="alert">${renderCode(problem)}</p>`}
    <div class="actions">
      <button class="primary" type="submit">${strings.save}</button>
      <button type="button" class="cancel" @click=${onCancel}>${strings.cancel}</button>
    </div>
  </form>`
}

/** Describes what an operation changes. */
export function describeEffect(effect: AppliedOperation, strings: PlanStrings): string {
  const kinds = ['rowsDropped', 'rowsAdded', 'cellsChanged', 'cellsNulled'] as const
  const parts = kinds.flatMap((kind) => (effect[kind] > 0 ? [strings.effects[kind](effect[kind])] : []))
  return parts.join(', ') || strings.noEffect
}
