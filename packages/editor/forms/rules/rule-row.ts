import { getRuleSubject, type RuleResult } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { formatFraction } from '../../views/profile/format-profile.ts'
import { renderReason } from '../problem-line.ts'
import type { RuleStrings } from './rule-strings.ts'

/** The input for the value of a requirement: a select, a single-line input, or a text area. */
interface RuleValueInput {
  readonly text: string
  /** Why the text is invalid, if it is. */
  readonly reason: string | undefined
  readonly isNumeric?: boolean
  readonly isMultiline?: boolean
  /** The available options, for a select. */
  readonly choices?: readonly (readonly [value: string, label: string])[]
  onInput(text: string): void
}

/** Everything that is needed to render a requirement. */
export interface RuleRowInput {
  /** A unique element id. */
  readonly id: string
  readonly label: string
  /** The accessible name of the value input, including the subject of the rule. */
  readonly valueLabel: string
  /** The value input. Absent if the requirement has no value. */
  readonly value?: RuleValueInput
  /** The result of the last test, if any. */
  readonly result: RuleResult | undefined
  readonly removeLabel: string
  /** Opens the dialog that generates the value from a description and examples. */
  readonly write?: { readonly label: string; open(field: HTMLElement): void }
  readonly disabled: boolean
  readonly strings: RuleStrings
  readonly language: string
  remove(): void
}

const maxExamples = 3

/** Renders a requirement with its test result, its value, and the number and examples of failing rows. */
export function renderRuleRow(input: RuleRowInput): TemplateResult {
  const { id, label, value, result, strings, disabled } = input
  const isWide = value !== undefined && (value.isMultiline === true || value.choices === undefined) && !value.isNumeric
  const failure = result && !result.valid ? describeFailure(result, input) : undefined
  return html`<li class="rule ${isWide ? 'wide' : ''}">
    <span class="state">
      ${
        result
          ? html`<span class=${result.valid ? 'good' : 'warn'} title=${failure?.text ?? strings.passes}
              >${icon(result.valid ? 'circle-check' : 'triangle-alert')}</span
            >`
          : nothing
      }
    </span>
    ${
      value
        ? html`<label class="small" for=${id}>${label}</label>${renderValue(input, value)}`
        : html`<span class="flag small">${label}</span>`
    }
    ${renderIconButton('x', input.removeLabel, input.remove, { isDisabled: disabled })}
    ${
      input.write
        ? html`<button
            type="button"
            class="quiet write"
            aria-haspopup="dialog"
            @click=${(event: Event) => input.write?.open(event.currentTarget as HTMLElement)}
          >
            ${icon('wand-sparkles')}${input.write.label}
          </button>`
        : nothing
    }
    ${
      failure || value?.reason !== undefined
        ? html`<div class="messages" id="${id}-messages">
            ${value?.reason === undefined ? nothing : renderReason(value.reason)}
            ${
              failure
                ? html`<p class="count small">
                    ${failure.text}${failure.examples === '' ? nothing : html` <span class="muted">${failure.examples}</span>`}
                  </p>`
                : nothing
            }
          </div>`
        : nothing
    }
  </li>`
}

function renderValue({ id, valueLabel, disabled }: RuleRowInput, value: RuleValueInput): TemplateResult {
  const onInput = (event: Event): void => value.onInput((event.target as HTMLInputElement).value)
  const invalid = value.reason === undefined ? nothing : 'true'
  if (value.choices)
    return html`<select id=${id} class="value" aria-label=${valueLabel} ?disabled=${disabled} @change=${onInput}>
      ${value.choices.map(
        ([choice, label]) => html`<option value=${choice} .selected=${live(choice === value.text)}>${label}</option>`,
      )}
    </select>`
  if (value.isMultiline)
    return html`<textarea
      id=${id}
      class="value"
      rows=${Math.min(6, value.text.split('\n').length + 1)}
      spellcheck="false"
      aria-label=${valueLabel}
      aria-describedby="${id}-messages"
      aria-invalid=${invalid}
      ?disabled=${disabled}
      .value=${live(value.text)}
      @input=${onInput}
    ></textarea>`
  return html`<input
    id=${id}
    class="value"
    type="text"
    inputmode=${value.isNumeric ? 'decimal' : nothing}
    autocomplete="off"
    spellcheck="false"
    aria-label=${valueLabel}
    aria-describedby="${id}-messages"
    aria-invalid=${invalid}
    ?disabled=${disabled}
    .value=${live(value.text)}
    @input=${onInput}
  />`
}

function describeFailure(
  result: RuleResult,
  { strings, language }: RuleRowInput,
): { readonly text: string; readonly examples: string } {
  const { failing, checked, sample } = result
  if (getRuleSubject(result) !== 'rows') return { text: strings.tableFails, examples: '' }
  const examples = sample
    .slice(0, maxExamples)
    .map(({ row, value }) => strings.example(value ?? strings.null, row))
    .join(', ')
  return {
    text: strings.rowsFail(failing, checked, formatFraction(checked === 0 ? 0 : failing / checked, language)),
    examples: examples === '' ? '' : strings.examples(examples),
  }
}
