import { defined, type Config, type Json, type Problem } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { SettingChangeEvent } from '../aw-form.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import { formStrings, type FormStrings } from '../form-strings.ts'
import type { FormContext } from '../form-context.ts'
import { toNodeType } from '../expression/item-type.ts'
import { createInitialValue, findVariantIndex } from './find-variant.ts'
import type { FieldVariant } from './setting-field.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-variant-field': AwVariantField
  }
}

/**
 * A field for a setting that is an object or has one of several shapes. The shape is selected above the fields. When
 * the user returns to a shape, its previous value is restored.
 *
 * @event {FieldChangeEvent} aw-field-change - Fired when the user changes the value or its shape.
 * @csspart code - The container of a code editor.
 *
 * @public
 */
export class AwVariantField extends element(
  {
    /** The setting's title. */
    label: '',
    /** The current value, if any. */
    value: undefined as Json | undefined,
    /** The possible shapes. If only one shape is possible, the list for selecting a shape is hidden. */
    variants: [] as readonly FieldVariant[],
    /** Problems in the settings. `where.setting` starts with the name of the setting. */
    problems: [] as readonly Problem[],
    /** The form's context. */
    context: undefined as FormContext | undefined,
    /** Identifies the node that drafts belong to. */
    subject: '',
    /** Any value that changes when results of `context` may be outdated. */
    revision: undefined as unknown,
    /** Whether the field is disabled. */
    disabled: false,
    /** UI strings for the form. */
    formStrings: formStrings as FormStrings,
  },
  { label: {}, disabled: { type: Boolean } },
) {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--_space-8);
      }
      aw-form {
        gap: 10px;
        padding-inline-start: 10px;
        border-inline-start: 2px solid var(--_border);
      }
    `,
  ]

  /** The previous value of each shape, keyed by index and restored when the user returns to the shape. */
  #lastValues = new Map<number, Json>()

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('subject')) this.#lastValues = new Map()
  }

  override render(): unknown {
    const { variants, formStrings } = this
    const activeIndex = findVariantIndex(variants, this.value)
    const variant = variants[activeIndex]
    if (!variant) return nothing
    return html`${
      variants.length < 2
        ? nothing
        : html`<select
            aria-label=${formStrings.variant.kind(this.label)}
            ?disabled=${this.disabled}
            @change=${(event: Event) => this.#selectVariant(activeIndex, (event.target as HTMLSelectElement).selectedIndex)}
          >
            ${variants.map(({ title }, index) => html`<option .selected=${live(index === activeIndex)}>${title}</option>`)}
          </select>`
    }
    ${this.#renderForm(variant, activeIndex)}`
  }

  #renderForm(variant: FieldVariant, index: number): unknown {
    const { label, value, formStrings } = this
    const isObject = variant.schema.type === 'object' && variant.schema.properties !== undefined
    if ('const' in variant.schema) return nothing
    return html`<aw-form
      exportparts="code"
      .type=${isObject ? toNodeType(variant.schema) : wrapVariant(variant, label)}
      .config=${isObject ? toConfig(value) : defined({ value })}
      .problems=${this.problems}
      .context=${this.context}
      .subject=${`${this.subject} ${index}`}
      .revision=${this.revision}
      .strings=${formStrings}
      .disabled=${this.disabled}
      @aw-setting-change=${(event: SettingChangeEvent) => this.#onSettingChange(event, isObject)}
    ></aw-form>`
  }

  #selectVariant(previousIndex: number, index: number): void {
    if (this.value !== undefined) this.#lastValues.set(previousIndex, this.value)
    this.#dispatchChange(this.#lastValues.get(index) ?? createInitialValue(this.variants[index]!))
  }

  #onSettingChange(event: SettingChangeEvent, isObject: boolean): void {
    event.stopPropagation()
    if (!isObject) {
      this.#dispatchChange(event.value)
      return
    }
    const { [event.name]: _, ...rest } = toConfig(this.value)
    this.#dispatchChange(event.value === undefined ? rest : { ...toConfig(this.value), [event.name]: event.value })
  }

  #dispatchChange(value: Json | undefined): void {
    this.value = value
    this.dispatchEvent(new FieldChangeEvent({ value }))
  }
}

const toConfig = (value: Json | undefined): Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}

const wrappedSchemas = new WeakMap<FieldVariant, Readonly<Record<string, unknown>>>()

/** Wraps the schema of a non-object shape as the only setting of a form. */
function wrapVariant(variant: FieldVariant, label: string): ReturnType<typeof toNodeType> {
  const cached = wrappedSchemas.get(variant)
  if (cached) return toNodeType(cached)
  const { $defs, ...schema } = variant.schema
  const wrapper = { ...($defs ? { $defs } : {}), properties: { value: { ...schema, title: label } } }
  wrappedSchemas.set(variant, wrapper)
  return toNodeType(wrapper)
}
