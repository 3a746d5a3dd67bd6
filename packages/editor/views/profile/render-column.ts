import type { ColumnProfile } from '@aw-flow/schema/internal'
import { html, nothing, svg } from 'lit'
import { icon } from '../../icons/icon.ts'
import { typeIcons } from '../format-cell.ts'
import { localizeCell, localizeNumber } from '../localize-number.ts'
import { formatBounds, formatNumber, formatFraction, shouldGroupFourDigits } from './format-profile.ts'
import type { ProfileStrings } from './profile-strings.ts'
import { formatColumnType } from '../../language/column-types.ts'

export interface ColumnView {
  column: ColumnProfile
  rows: number
  strings: ProfileStrings
}

/** Renders a column on one line: its name, type, semantic type, nulls, distinct values, and distribution. */
export function renderColumnLine({ column, rows, strings }: ColumnView): unknown {
  const { name, type, family, semantic, nulls, distinct, distinctIs } = column
  const nullFraction = rows === 0 ? 0 : nulls / rows
  const isUnique = rows > 1 && distinct === rows - nulls && distinctIs === 'exact' && distinct > 1
  return html`<span class="title">
      ${icon(typeIcons[family])}<span class="name" title=${name}>${name}</span>
      <span class="type small muted" title=${type}>${formatColumnType(type, strings.columnTypes)}</span>
      ${semantic ? html`<span class="meaning">${strings.semantics[semantic.type]}</span>` : nothing}
    </span>
    <span class="nulls">
      ${renderFractionBar(nullFraction, 'meter gap')}
      <span class=${nulls > 0 ? 'has-nulls' : 'muted'}
        >${nulls > 0 ? strings.empty(formatFraction(nullFraction, strings.language)) : strings.full}</span
      >
    </span>
    <span class="distinct small"
      >${
        family === 'nested'
          ? nothing
          : isUnique
            ? strings.unique
            : strings.distinct(distinct, distinctIs === 'approximate')
      }</span
    >
    <span class="distribution">${renderDistribution(column, rows, strings)}</span>`
}

/** Renders a bar that is filled in proportion to a fraction from 0 to 1. */
const renderFractionBar = (fraction: number, className: string): unknown =>
  html`<svg class=${className} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="6" rx="1"></rect>
    <rect class="part" width=${fraction > 0 ? Math.max(1.5, fraction * 100) : 0} height="6" rx="1"></rect>
  </svg>`

function renderDistribution(column: ColumnProfile, rows: number, strings: ProfileStrings): unknown {
  const { histogram, top } = column
  if (histogram.length > 1) {
    const [from, to] = formatBounds(column, strings.language)
    return html`${renderHistogram(column, strings)}<span class="bounds" aria-hidden="true"
        ><span>${from}</span><span>${to}</span></span
      >`
  }
  const topValue = top[0]
  if (!topValue) return html`<span class="muted">${column.distinct > 0 ? strings.allDiffer : nothing}</span>`
  const profiledRowCount = column.sampled?.rows ?? rows
  return html`${renderFractionBar(topValue.count / Math.max(1, profiledRowCount), 'meter')}<span
      class="first muted ellipsis"
      >${strings.topShare(formatValue(column, topValue.value, strings), formatFraction(topValue.count / Math.max(1, profiledRowCount), strings.language))}</span
    >`
}

function renderHistogram(column: ColumnProfile, strings: ProfileStrings): unknown {
  const { histogram } = column
  const maximum = Math.max(...histogram.map(({ count }) => count))
  const width = 100 / histogram.length
  const label = strings.histogram(...formatBounds(column, strings.language))
  return html`<svg class="histogram" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${histogram.map(({ count }, index) => {
      const height = count === 0 ? 0 : Math.max(1, (count / maximum) * 24)
      return svg`<rect x=${index * width + 0.3} y=${24 - height} width=${width - 0.6} height=${height}></rect>`
    })}
  </svg>`
}

const formatValue = (column: ColumnProfile, value: string, strings: ProfileStrings): string =>
  value === '' ? strings.emptyString : localizeCell(value, column.type, strings.language, shouldGroupFourDigits(column))

/** Renders the expanded details of a column. */
export function renderColumnDetails({ column, rows, strings }: ColumnView): unknown {
  const { min, max, texts, numbers, semantic, quantiles, top, sampled, family } = column
  const profiledRowCount = Math.max(1, sampled?.rows ?? rows)
  const remarks = [
    ...(texts && texts.untrimmed > 0 ? [strings.untrimmed(texts.untrimmed)] : []),
    ...(texts && texts.empty > 0 ? [strings.emptyStrings(texts.empty)] : []),
    ...(numbers && numbers.infinite > 0 ? [strings.infinite(numbers.infinite)] : []),
    ...(numbers && numbers.zeros > 0 ? [strings.zeros(numbers.zeros)] : []),
    ...(numbers && numbers.negative > 0 ? [strings.negative(numbers.negative)] : []),
  ]
  const format = (text: string): string =>
    family === 'number' && Number.isFinite(Number(text)) ? formatNumber(column, Number(text), strings.language) : text
  return html`<dl class="facts">
      ${min !== undefined && max !== undefined ? renderDetail(strings.range, strings.formatRange(format(min), format(max))) : nothing}
      ${
        texts && column.distinct > 0
          ? renderDetail(
              strings.lengths,
              strings.formatLengths(
                texts.shortest,
                localizeNumber(String(Math.round(texts.meanLength * 10) / 10), strings.language),
                texts.longest,
              ),
            )
          : nothing
      }
      ${remarks.length > 0 ? renderDetail(strings.notable, remarks.join(', ')) : nothing}
      ${
        semantic
          ? renderDetail(
              strings.meaning,
              strings.meaningDetail(
                strings.semantics[semantic.type],
                formatFraction(semantic.confidence, strings.language),
                strings.renderText(semantic.reason),
              ),
            )
          : nothing
      }
    </dl>
    ${
      quantiles.length > 0
        ? html`<div class="quantiles">
            <h4>${strings.quantiles}</h4>
            <dl>
              ${quantiles.map(
                ({ share, value }) =>
                  html`<div>
                    <dt class="muted">${strings.quantile(share)}</dt>
                    <dd>${formatNumber(column, value, strings.language)}</dd>
                  </div>`,
              )}
            </dl>
          </div>`
        : nothing
    }
    ${
      top.length > 0
        ? html`<div class="top">
            <h4>${strings.top}</h4>
            <ul>
              ${top.map(
                ({ value, count }) =>
                  html`<li>
                    <span class=${value === '' ? 'value muted' : 'value'} title=${value}
                      >${formatValue(column, value, strings)}</span
                    >${renderFractionBar(count / profiledRowCount, 'meter')}<span class="count small muted"
                      >${formatFraction(count / profiledRowCount, strings.language)}</span
                    >
                  </li>`,
              )}
            </ul>
          </div>`
        : nothing
    }
    ${sampled ? html`<p class="sampled small muted">${icon('info')}${strings.sampled(sampled.rows, sampled.of, formatFraction(sampled.error, strings.language))}</p>` : nothing}`
}

const renderDetail = (title: string, text: string): unknown =>
  html`<div>
    <dt>${title}</dt>
    <dd>${text}</dd>
  </div>`
