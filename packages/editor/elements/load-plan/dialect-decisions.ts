import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { decision, select, type LoadDecisions } from './decision-control.ts'

/** The offered delimiters; a detected other one is added. */
const delimiters: readonly string[] = [',', ';', '\t', '|', ' ', '^', ':', '']

/** The decisions about cells: delimiter, quote, and escape inside quotes. */
export function dialectDecisions(of: LoadDecisions): unknown {
  const { found, shown, overrides, writing, write, strings, readonly, settle } = of
  const { dialect } = shown.plan
  if (!dialect) return nothing
  const word = (delimiter: string): string => strings.delimiters[delimiter] ?? delimiter
  const describeDialect = (one: NonNullable<LoadPlan['dialect']>): string =>
    one.columnStarts ? strings.fixedColumns : one.repeated ? strings.runsOf(word(one.delimiter)) : word(one.delimiter)
  const delimiter = overrides.delimiter ?? dialect.delimiter
  const isOwn = writing || (!delimiters.includes(delimiter) && delimiter !== found.plan.dialect?.delimiter)
  const isByPlace =
    overrides.delimiter === undefined && (dialect.columnStarts !== undefined || dialect.repeated === true)
  const quote = overrides.quote ?? dialect.quote
  const escape = overrides.escape ?? dialect.escape
  const foundDelimiter = found.plan.dialect?.delimiter ?? ','
  return [
    decision(
      of,
      strings.delimiter,
      html`<div class="row">
        ${select(
          'delimiter',
          isOwn ? 'own' : isByPlace ? 'found' : delimiter,
          [
            ...(isByPlace ? [{ value: 'found', word: describeDialect(dialect) }] : []),
            ...[...new Set([...delimiters, foundDelimiter])].map((value) => ({ value, word: word(value) })),
            { value: 'own', word: strings.another },
          ],
          readonly,
          (value) => {
            write(value === 'own')
            if (value !== 'own') settle({ delimiter: value === 'found' ? undefined : value })
          },
        )}
        ${
          isOwn
            ? html`<input
                class="own"
                type="text"
                maxlength="8"
                autocomplete="off"
                spellcheck="false"
                aria-label=${strings.ownDelimiter}
                ?disabled=${readonly}
                .value=${live(isByPlace ? '' : delimiter)}
                @input=${(event: Event) => {
                  const { value } = event.target as HTMLInputElement
                  if (value !== '') settle({ delimiter: value })
                }}
              />`
            : nothing
        }
      </div>`,
      {
        id: 'delimiter',
        decision: 'dialect',
        keys: ['delimiter'],
        as: found.plan.dialect ? describeDialect(found.plan.dialect) : '',
      },
    ),
    decision(
      of,
      strings.quote,
      select(
        'quote',
        quote,
        [...new Set(['"', "'", '', quote])].map((value) => ({ value, word: strings.quotes[value] ?? value })),
        readonly,
        (value) => settle({ quote: value, escape: undefined }),
      ),
      {
        id: 'quote',
        keys: ['quote'],
        as: strings.quotes[found.plan.dialect?.quote ?? ''] ?? found.plan.dialect?.quote ?? '',
      },
    ),
    quote === ''
      ? nothing
      : decision(
          of,
          strings.escape,
          select(
            'escape',
            escape,
            [...new Set([quote, '\\', '', escape])].map((value) => ({
              value,
              word: strings.escapes[value === quote ? 'double' : value] ?? value,
            })),
            readonly,
            (value) => settle({ escape: value }),
          ),
          {
            id: 'escape',
            keys: ['escape'],
            as:
              strings.escapes[
                found.plan.dialect?.escape === found.plan.dialect?.quote ? 'double' : (found.plan.dialect?.escape ?? '')
              ] ?? '',
          },
        ),
  ]
}
