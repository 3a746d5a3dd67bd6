import { loadLazyTexts } from '../../language/languages.ts'
import { getProblemText, type ColumnRule, type RuleSeverity, type ValidationReport } from '@aw-flow/schema'
import { getTypeFamily, planSchemaName, type TypeFamily } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import { focusAfterUpdate } from '../focus-after-update.ts'
import { TypedTexts } from '../typed-texts.ts'
import { parseNumber } from '../fields/parse-number.ts'
import type { AwRuleBuilder } from './aw-rule-builder.ts'
import type { RuleOutcome } from './rule-data.ts'
import {
  listKinds,
  listAvailableKinds,
  listSuggestions,
  parseValues,
  ruleKinds,
  type RuleKind,
  type RuleSuggestion,
} from './rule-kinds.ts'
import { renderRuleRow } from './rule-row.ts'
import { cosmoSchemaName, formatRules, parseRules, setColumnRule, setProperty, type RuleSchema } from './rule-schema.ts'
import { ruleStrings, type RuleStrings } from './rule-strings.ts'
import { createRuleTest, findColumnResult } from './rule-test.ts'
import { renderTableRules } from './table-rules.ts'

type Source = 'cosmo' | 'plan' | 'rules' | 'json'

const findNamedSource = (value: string): 'cosmo' | 'plan' | undefined =>
  value === cosmoSchemaName ? 'cosmo' : value === planSchemaName ? 'plan' : undefined
const severities: readonly RuleSeverity[] = ['error', 'warning', 'info']

/**
 * Creates the content of a rule builder with strings in the form's language.
 */
export async function createRuleView(host: AwRuleBuilder): Promise<RuleView> {
  return new RuleView(host, await loadLazyTexts(host.formStrings.language, 'rules', ruleStrings))
}

/** The content of a rule builder, loaded with its strings when the first rule builder is shown. */
export class RuleView {
  readonly host: AwRuleBuilder
  readonly strings: RuleStrings
  readonly #test: ReturnType<typeof createRuleTest>
  /** Whether the user edits the schema as JSON although it could be displayed as a list. */
  #isEditingJson = false
  #suggestionOutcome: RuleOutcome<readonly ColumnRule[]> | undefined
  #isSuggesting = false
  /** Values as typed, keyed by column and requirement. */
  readonly #typedTexts = new TypedTexts()

  constructor(host: AwRuleBuilder, strings: RuleStrings) {
    this.host = host
    this.strings = strings
    this.#test = createRuleTest(() => host.requestUpdate())
  }

  /** Tests the schema if the schema or the data may have changed. */
  update(): void {
    const { data, value, revision } = this.host
    // What a plan promises is known once it was run.
    this.#test.update(value === planSchemaName ? undefined : data, value, revision)
  }

  /** Cancels the current test and discards the state of the current node. */
  clear(): void {
    this.#test.clear()
    this.#isEditingJson = false
    this.#suggestionOutcome = undefined
    this.#typedTexts.clear()
  }

  /** Renders the schema as a list or as JSON, and the test result. */
  render(): TemplateResult {
    const { strings, host } = this
    const { value } = host
    const namedSource = findNamedSource(value)
    const schema = namedSource ? undefined : parseRules(value)
    const source: Source = namedSource ?? (this.#isEditingJson || !schema ? 'json' : 'rules')
    const canShowRules = schema !== undefined || namedSource !== undefined
    const sources: readonly Source[] =
      host.acceptsPlan || source === 'plan' ? ['plan', 'cosmo', 'rules', 'json'] : ['cosmo', 'rules', 'json']
    const hint = this.#describePendingTest(strings)
    return html`<div class="source">
        <label class="muted small" for="source">${strings.checkAgainst}</label>
        <select
          id="source"
          ?disabled=${this.host.disabled}
          @change=${(event: Event) => this.#selectSource((event.target as HTMLSelectElement).value as Source)}
        >
          ${sources.map(
            (option) =>
              html`<option
                value=${option}
                ?disabled=${option === 'rules' && !canShowRules}
                .selected=${live(option === source)}
              >
                ${strings.sources[option]}
              </option>`,
          )}
        </select>
      </div>
      ${source === 'rules' ? this.#renderRules(schema!, strings) : nothing}
      ${source === 'json' ? this.#renderJson(canShowRules, strings) : nothing}
      ${hint === '' ? nothing : html`<p class="small muted">${hint}</p>`}
      <p class="small muted" role="status">${this.#describeResult(strings)}</p>`
  }

  #renderRules(schema: RuleSchema, strings: RuleStrings): TemplateResult {
    const { columns, disabled, formStrings } = this.host
    const columnsWithRules = new Set(schema.columns.map(({ name }) => name))
    const isEmpty = schema.columns.length === 0 && Object.keys(schema).length === 1
    return html`${isEmpty ? html`<p class="small muted">${strings.noRules}</p>` : nothing}
      <div class="rules ${this.#test.isCurrent ? '' : 'outdated'}">
        <ul class="unmarked" aria-label=${this.host.label}>
          ${schema.columns.map((rule, index) => this.#renderColumn(schema, rule, index, strings))}
          ${renderTableRules({
            schema,
            report: this.#report,
            strings,
            formStrings,
            disabled,
            typedTexts: this.#typedTexts,
            onChange: (newSchema) => this.#setSchema(newSchema),
            refresh: () => this.host.requestUpdate(),
          })}
        </ul>
      </div>
      ${
        disabled
          ? nothing
          : html`<div class="new">
                <span class="muted small" id="add">${strings.addColumn}</span>
                <aw-column-field
                  .value=${''}
                  .columns=${columns?.filter(({ name }) => !columnsWithRules.has(name))}
                  .loadSamples=${this.host.loadSamples}
                  .input=${'table'}
                  .label=${strings.addColumn}
                  .strings=${formStrings.column}
                  @aw-field-change=${(event: FieldChangeEvent) => this.#addColumn(event, schema)}
                ></aw-column-field>
              </div>
              ${this.#renderWriteButton(schema)} ${this.host.data ? this.#renderSuggestions(schema, strings) : nothing}`
      }`
  }

  #renderColumn(schema: RuleSchema, rule: ColumnRule, index: number, strings: RuleStrings): TemplateResult {
    const { name, severity = 'error' } = rule
    const { disabled } = this.host
    const family = this.#findFamily(name)
    const isMissing = findColumnResult(this.#report, name, 'column')?.valid === false
    const setRule = (newRule: ColumnRule | undefined): void => this.#setSchema(setColumnRule(schema, name, newRule))
    const newKinds = listAvailableKinds(rule, family)
    return html`<li class="column" data-column=${name}>
      <div class="head">
        <h4 class="ellipsis" aria-level="2" title=${name}>${name}</h4>
        <select
          aria-label=${strings.severity(name)}
          title=${strings.severity(name)}
          ?disabled=${disabled}
          @change=${(event: Event) => {
            const selectedSeverity = (event.target as HTMLSelectElement).value as RuleSeverity
            setRule(setProperty(rule, 'severity', selectedSeverity === 'error' ? undefined : selectedSeverity))
          }}
        >
          ${severities.map(
            (option) =>
              html`<option value=${option} .selected=${live(option === severity)}>
                ${strings.severities[option]}
              </option>`,
          )}
        </select>
        ${renderIconButton('x', strings.removeColumn(name), () => setRule(undefined), { isDisabled: disabled })}
      </div>
      ${
        isMissing
          ? html`<p class="problem warning">${icon('triangle-alert')}<span>${strings.missingColumn}</span></p>`
          : nothing
      }
      <ul class="unmarked">
        ${listKinds(rule).map((kind) => this.#renderKind(rule, index, kind, strings, family, setRule))}
      </ul>
      ${
        disabled || newKinds.length === 0
          ? nothing
          : html`<select
              aria-label=${strings.addKindTo(name)}
              .value=${live('')}
              @change=${(event: Event) => {
                const kind = (event.target as HTMLSelectElement).value as RuleKind
                setRule(setProperty(rule, kind, ruleKinds[kind].initial as never))
                this.#focus(`#rule-${index}-${kind}`)
              }}
            >
              <option value="">${strings.addKind}</option>
              ${newKinds.map((kind) => html`<option value=${kind}>${strings.kinds[kind]}</option>`)}
            </select>`
      }
    </li>`
  }

  #renderKind(
    rule: ColumnRule,
    columnIndex: number,
    kind: RuleKind,
    strings: RuleStrings,
    family: TypeFamily | undefined,
    setRule: (rule: ColumnRule) => void,
  ): TemplateResult {
    const { name } = rule
    const { formStrings, disabled } = this.host
    const label = strings.kinds[kind]
    const { value: valueKind } = ruleKinds[kind]
    const id = `rule-${columnIndex}-${kind}`
    const key = `${name} ${kind}`
    const storedText = toText(rule[kind])
    const typedText = this.#typedTexts.get(key, storedText)
    const commit = (value: unknown): void => setRule(setProperty(rule, kind, value as never))
    const onInput = (text: string): void => {
      const parsed = this.#parse(text, kind, family)
      const newText = 'value' in parsed ? toText(parsed.value as ColumnRule[RuleKind]) : storedText
      this.#typedTexts.set(key, text, newText, 'reason' in parsed ? parsed.reason : undefined)
      if ('value' in parsed && newText !== storedText) commit(parsed.value)
      else this.host.requestUpdate()
    }
    return renderRuleRow({
      id,
      label,
      valueLabel: strings.value(name, label),
      result: findColumnResult(this.#report, name, kind),
      removeLabel: strings.removeKind(name, label),
      disabled,
      strings,
      language: formStrings.language,
      remove: () => commit(undefined),
      ...(kind === 'pattern' && this.host.write && !disabled
        ? {
            write: {
              label: formStrings.writeFromDescription,
              open: (field: HTMLElement) =>
                this.host.write?.(field, { kind: 'pattern', column: name, strings: formStrings, onUse: onInput }),
            },
          }
        : {}),
      ...(valueKind === 'flag'
        ? {}
        : {
            value: {
              text: typedText?.text ?? storedText,
              reason: typedText?.reason,
              isNumeric: valueKind === 'number' || valueKind === 'integer',
              isMultiline: valueKind === 'values' || valueKind === 'columns',
              ...(valueKind === 'type' ? { choices: Object.entries(strings.types) } : {}),
              onInput,
            },
          }),
    })
  }

  #parse(text: string, kind: RuleKind, family: TypeFamily | undefined): { value: unknown } | { reason: string } {
    const { value } = ruleKinds[kind]
    if (value === 'values') return { value: parseValues(text, family) }
    if (value === 'columns') return { value: text.split('\n').filter((line) => line !== '') }
    if (value !== 'number' && value !== 'integer') return { value: text }
    const bounds = { minimum: value === 'integer' ? 0 : undefined, maximum: undefined }
    return parseNumber(
      { kind: value, ...bounds, exclusiveMinimum: undefined, exclusiveMaximum: undefined },
      text,
      this.host.formStrings,
    )
  }

  /**
   * Renders the button for generating a rule from a description. The new requirements are added to the column's rule.
   */
  #renderWriteButton(schema: RuleSchema): unknown {
    const { write, formStrings } = this.host
    if (!write) return nothing
    const onUse = (text: string): void => {
      const rule = JSON.parse(text) as ColumnRule
      const existingRule = schema.columns.find(({ name }) => name === rule.name)
      this.#setSchema(setColumnRule(schema, rule.name, { ...existingRule, ...rule }))
    }
    return html`<button
      type="button"
      class="write"
      aria-haspopup="dialog"
      @click=${(event: Event) => write(event.currentTarget as HTMLElement, { kind: 'rule', strings: formStrings, onUse })}
    >
      ${icon('wand-sparkles')}${formStrings.writeFromDescription}
    </button>`
  }

  #renderSuggestions(schema: RuleSchema, strings: RuleStrings): TemplateResult {
    const outcome = this.#suggestionOutcome
    const suggestions = outcome?.state === 'done' ? listSuggestions(outcome.value, schema.columns) : []
    const describe = ({ column, kind, value }: RuleSuggestion): string =>
      [column, strings.kinds[kind], describeValue(value, strings)].filter(Boolean).join(' ')
    return html`<div>
        <button type="button" ?disabled=${this.#isSuggesting} @click=${() => void this.#suggest()}>
          ${icon('wand-sparkles')}${strings.suggest}
        </button>
        <p class="small muted" role="status">${this.#describeSuggestions(suggestions, strings)}</p>
      </div>
      ${
        suggestions.length === 0
          ? nothing
          : html`<div class="suggestions">
              <h4 aria-level="2">${strings.suggestions(suggestions.length)}</h4>
              <p class="small muted">${strings.suggestionsHint}</p>
              <ul class="unmarked">
                ${suggestions.map(
                  (suggestion) =>
                    html`<li>
                      <button
                        type="button"
                        class="quiet"
                        aria-label=${strings.add(describe(suggestion))}
                        @click=${() => this.#addSuggestions(schema, [suggestion])}
                      >
                        ${icon('plus')}<span>${describe(suggestion)}</span>
                      </button>
                    </li>`,
                )}
              </ul>
              <button type="button" class="add-all" @click=${() => this.#addSuggestions(schema, suggestions)}>
                ${strings.addAll}
              </button>
            </div>`
      }`
  }

  #describeSuggestions(suggestions: readonly RuleSuggestion[], strings: RuleStrings): string {
    const outcome = this.#suggestionOutcome
    if (this.#isSuggesting) return strings.suggesting
    if (!outcome) return ''
    if (outcome.state === 'done') return suggestions.length === 0 ? strings.noSuggestions : ''
    return this.#describeOutcome(outcome, strings)
  }

  #renderJson(canShowRules: boolean, strings: RuleStrings): TemplateResult {
    return html`<aw-code-field
        exportparts="code"
        .value=${live(this.host.value)}
        language="json"
        .label=${this.host.label}
        .description=${this.host.description}
        .strings=${this.host.formStrings.code}
        ?invalid=${this.host.invalid}
        ?disabled=${this.host.disabled}
        @aw-field-change=${(event: FieldChangeEvent) => {
          event.stopPropagation()
          this.#dispatch(String(event.value))
        }}
      ></aw-code-field>
      ${canShowRules ? nothing : html`<p class="small muted">${strings.notDisplayable}</p>`}`
  }

  get #isTestable(): boolean {
    return this.host.data !== undefined && this.host.value.trim() !== '' && this.host.value !== planSchemaName
  }

  /**
   * Describes what the test is waiting for. Not announced to screen readers, because it changes with every change to
   * the workflow.
   */
  #describePendingTest(strings: RuleStrings): string {
    const { outcome, isCurrent } = this.#test
    if (!this.#isTestable) return ''
    if (!outcome || !isCurrent) return strings.testing
    return outcome.state === 'done' || outcome.state === 'failed' ? '' : this.#describeOutcome(outcome, strings)
  }

  /** Describes the result of the current test, which is announced to screen readers. */
  #describeResult(strings: RuleStrings): string {
    const { outcome, isCurrent } = this.#test
    if (!this.#isTestable || !outcome || !isCurrent) return ''
    if (outcome.state !== 'done') return outcome.state === 'failed' ? this.#describeOutcome(outcome, strings) : ''
    const { rules, rows } = outcome.value
    const text = strings.testSummary(rules.filter(({ valid }) => !valid).length, rules.length, rows)
    return outcome.isSample ? strings.testedOnSample(text) : strings.testedOnLastRun(text)
  }

  #describeOutcome(outcome: Exclude<RuleOutcome<unknown>, { state: 'done' }>, strings: RuleStrings): string {
    if (outcome.state === 'failed')
      return strings.failed(this.host.formStrings.renderText(getProblemText(outcome.problem)))
    return outcome.state === 'not-connected' ? strings.notConnected : strings.noData
  }

  /** The report of the last test, which may be outdated. */
  get #report(): ValidationReport | undefined {
    const { outcome } = this.#test
    return outcome?.state === 'done' ? outcome.value : undefined
  }

  #findFamily(column: string): TypeFamily | undefined {
    const match = this.host.columns?.find(({ name }) => name === column)
    return match && getTypeFamily(match.type)
  }

  #selectSource(source: Source): void {
    this.#isEditingJson = source === 'json'
    this.host.requestUpdate()
    if (source === 'cosmo') this.#dispatch(cosmoSchemaName)
    else if (source === 'plan') this.#dispatch(planSchemaName)
    else if (findNamedSource(this.host.value)) this.#dispatch(formatRules({ columns: [] }))
  }

  #addColumn(event: FieldChangeEvent, schema: RuleSchema): void {
    event.stopPropagation()
    const name = String(event.value ?? '')
    if (name === '' || schema.columns.some((rule) => rule.name === name)) return
    this.#setSchema({ ...schema, columns: [...schema.columns, { name }] })
    this.#focus(`[data-column="${CSS.escape(name)}"] > select`)
  }

  #addSuggestions(schema: RuleSchema, suggestions: readonly RuleSuggestion[]): void {
    const newSchema = suggestions.reduce((rules, { column, kind, value }) => {
      const rule = rules.columns.find(({ name }) => name === column) ?? { name: column }
      return setColumnRule(rules, column, setProperty(rule, kind, value as never))
    }, schema)
    this.#setSchema(newSchema)
    this.#focus('.suggestions li button, .new aw-column-field')
  }

  async #suggest(): Promise<void> {
    const { data, subject } = this.host
    if (!data) return
    this.#isSuggesting = true
    this.host.requestUpdate()
    const outcome = await data.suggest(new AbortController().signal)
    this.#isSuggesting = false
    if (this.host.subject === subject) this.#suggestionOutcome = outcome
    this.host.requestUpdate()
  }

  #focus(selector: string): void {
    void focusAfterUpdate(this.host, () => this.host.renderRoot.querySelector<HTMLElement>(selector))
  }

  #setSchema(schema: RuleSchema): void {
    this.#dispatch(formatRules(schema))
  }

  #dispatch(value: string): void {
    this.host.dispatchEvent(new FieldChangeEvent({ value }))
  }
}

function toText(value: ColumnRule[RuleKind]): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** Formats the value of a suggestion as a short string. */
function describeValue(value: RuleSuggestion['value'], { types }: RuleStrings): string {
  if (typeof value === 'boolean') return ''
  if (!Array.isArray(value)) return types[value as keyof typeof types] ?? String(value)
  const firstValues = value.slice(0, 4).join(', ')
  return value.length > 4 ? `${firstValues}, …` : firstValues
}
