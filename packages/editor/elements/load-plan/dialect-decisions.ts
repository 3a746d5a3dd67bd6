import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { decision, select, type LoadDecisions } from './decision-control.ts'

/** Delimiters that are always offered. A different detected delimiter is added. */
const delimiters: readonly string[] = [',', ';', '\t', '|', ' ', '^', ':', '']

/** The decisions about cells: delimiter, quote, and escape inside quotes. */
export function dialectDecisions(context: LoadDecisions): unknown {
  const { found, shown, overrides, isCustomDelimiter, setCustomDelimiter, strings, readonly, onChange } = context
  const { dialect } = shown.plan
  if (!dialect) return nothing
  const word = (delimiter: string): string => strings.delimiters[delimiter] ?? delimiter
  const describeDialect = (layout: NonNullable<LoadPlan['dialect']>): string =>
    layout.columnStarts
      ? strings.fixedColumns
      : layout.repeated
        ? strings.repeatedDelimiter(word(layout.delimiter))
        : word(layout.delimiter)
  const delimiter = overrides.delimiter ?? dialect.delimiter
  const isCustom = isCustomDelimiter || (!delimiters.includes(delimiter) && delimiter !== found.plan.dialect?.delimiter)
  const isDetectedLayout =
    overrides.delimiter === undefined && (dialect.columnStarts !== undefined || dialect.repeated === true)
  const quote = overrides.quote ?? dialect.quote
  const escape = overrides.escape ?? dialect.escape
  const detectedDelimiter = found.plan.dialect?.delimiter ?? ','
  return [
    decision(
      context,
      strings.delimiter,
      html`<div class="row">
        ${select(
          'delimiter',
          isCustom ? 'own' : isDetectedLayout ? 'found' : delimiter,
          [
            ...(isDetectedLayout ? [{ value: 'found', word: describeDialect(dialect) }] : []),
            ...[...new Set([...delimiters, detectedDelimiter])].map((value) => ({ value, word: word(value) })),
            { value: 'own', word: strings.otherDelimiter },
          ],
          readonly,
          (value) => {
            setCustomDelimiter(value === 'own')
            if (value !== 'own') onChange({ delimiter: value === 'found' ? undefined : value })
          },
        )}
        ${
          isCustom
            ? html`<input
                class="own"
                type="text"
                maxlength="8"
                autocomplete="off"
                spellcheck="false"
                aria-label=${strings.customDelimiter}
                ?disabled=${readonly}
                .value=${live(isDetectedLayout ? '' : delimiter)}
                @input=${(event: Event) => {
                  const { value } = event.target as HTMLInputElement
                  if (value !== '') onChange({ delimiter: value })
                }}
              />`
            : nothing
        }
      </div>`,
      {
        id: 'delimiter',
        decision: 'dialect',
        keys: ['delimiter'],
        detectedText: found.plan.dialect ? describeDialect(found.plan.dialect) : '',
      },
    ),
    decision(
      context,
      strings.quote,
      select(
        'quote',
        quote,
        [...new Set(['"', "'", '', quote])].map((value) => ({ value, word: strings.quotes[value] ?? value })),
        readonly,
        (value) => onChange({ quote: value, escape: undefined }),
      ),
      {
        id: 'quote',
        keys: ['quote'],
        detectedText: strings.quotes[found.plan.dialect?.quote ?? ''] ?? found.plan.dialect?.quote ?? '',
      },
    ),
    quote === ''
      ? nothing
      : decision(
          context,
          strings.escape,
          select(
            'escape',
            escape,
            [...new Set([quote, '\\', '', escape])].map((value) => ({
              value,
              word: strings.escapes[value === quote ? 'double' : value] ?? value,
            })),
            readonly,
            (value) => onChange({ escape: value }),
          ),
          {
            id: 'escape',
            keys: ['escape'],
            detectedText:
              strings.escapes[
                found.plan.dialect?.escape === found.plan.dialect?.quote ? 'double' : (found.plan.dialect?.escape ?? '')
              ] ?? '',
          },
        ),
  ]
}
