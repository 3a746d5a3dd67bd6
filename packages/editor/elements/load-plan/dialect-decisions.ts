import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { renderDecision, renderSelect, type LoadDecisionContext } from './decision-control.ts'

/** Delimiters that are always offered. The detected delimiter is added if it is not among them. */
const delimiters: readonly string[] = [',', ';', '\t', '|', ' ', '^', ':', '']

/** Renders the decisions about the CSV dialect: delimiter, quote character and quote escape. */
export function renderDialectDecisions(context: LoadDecisionContext): unknown {
  const { detectedPreview, preview, overrides, isCustomDelimiter, setIsCustomDelimiter, strings, readonly, onChange } =
    context
  const { dialect } = preview.plan
  if (!dialect) return nothing
  const getDelimiterName = (delimiter: string): string => strings.delimiters[delimiter] ?? delimiter
  const describeDialect = (layout: NonNullable<LoadPlan['dialect']>): string =>
    layout.columnStarts
      ? strings.fixedColumns
      : layout.repeated
        ? strings.repeatedDelimiter(getDelimiterName(layout.delimiter))
        : getDelimiterName(layout.delimiter)
  const delimiter = overrides.delimiter ?? dialect.delimiter
  const isCustom =
    isCustomDelimiter || (!delimiters.includes(delimiter) && delimiter !== detectedPreview.plan.dialect?.delimiter)
  const isDetectedLayout =
    overrides.delimiter === undefined && (dialect.columnStarts !== undefined || dialect.repeated === true)
  const quote = overrides.quote ?? dialect.quote
  const escape = overrides.escape ?? dialect.escape
  const detectedDelimiter = detectedPreview.plan.dialect?.delimiter ?? ','
  return [
    renderDecision(
      context,
      strings.delimiter,
      html`<div class="row">
        ${renderSelect(
          'delimiter',
          isCustom ? 'custom' : isDetectedLayout ? 'detected' : delimiter,
          [
            ...(isDetectedLayout ? [{ value: 'detected', label: describeDialect(dialect) }] : []),
            ...[...new Set([...delimiters, detectedDelimiter])].map((value) => ({
              value,
              label: getDelimiterName(value),
            })),
            { value: 'custom', label: strings.otherDelimiter },
          ],
          readonly,
          (value) => {
            setIsCustomDelimiter(value === 'custom')
            if (value !== 'custom') onChange({ delimiter: value === 'detected' ? undefined : value })
          },
        )}
        ${
          isCustom
            ? html`<input
                class="custom-delimiter"
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
        detectedText: detectedPreview.plan.dialect ? describeDialect(detectedPreview.plan.dialect) : '',
      },
    ),
    renderDecision(
      context,
      strings.quote,
      renderSelect(
        'quote',
        quote,
        [...new Set(['"', "'", '', quote])].map((value) => ({ value, label: strings.quotes[value] ?? value })),
        readonly,
        (value) => onChange({ quote: value, escape: undefined }),
      ),
      {
        id: 'quote',
        keys: ['quote'],
        detectedText:
          strings.quotes[detectedPreview.plan.dialect?.quote ?? ''] ?? detectedPreview.plan.dialect?.quote ?? '',
      },
    ),
    quote === ''
      ? nothing
      : renderDecision(
          context,
          strings.escape,
          renderSelect(
            'escape',
            escape,
            [...new Set([quote, '\\', '', escape])].map((value) => ({
              value,
              label: strings.escapes[value === quote ? 'double' : value] ?? value,
            })),
            readonly,
            (value) => onChange({ escape: value }),
          ),
          {
            id: 'escape',
            keys: ['escape'],
            detectedText:
              strings.escapes[
                detectedPreview.plan.dialect?.escape === detectedPreview.plan.dialect?.quote
                  ? 'double'
                  : (detectedPreview.plan.dialect?.escape ?? '')
              ] ?? '',
          },
        ),
  ]
}
