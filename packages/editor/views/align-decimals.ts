import { css, html, nothing, type TemplateResult } from 'lit'
import { isNumeric } from './format-cell.ts'
import { getSeparators, localizeCell } from './localize-number.ts'

/** Maximum number of decimals that a column reserves space for: as many as a double shows. */
const maxAlignedDecimals = 15

/** Counts the digits after the decimal separator of a formatted number. Returns 0 for other strings. */
const countDecimals = (formatted: string, language: string): number => {
  const start = formatted.lastIndexOf(getSeparators(language).decimal)
  const decimals = start < 0 ? '' : formatted.slice(start + 1)
  return /^\d+$/.test(decimals) ? decimals.length : 0
}

/** Returns the number of decimals, at least `minimum`, that formatted numbers of a column are aligned to. */
export const findColumnDecimals = (formatted: Iterable<string>, language: string, minimum = 0): number => {
  let decimals = minimum
  for (const text of formatted)
    decimals = Math.max(decimals, Math.min(maxAlignedDecimals, countDecimals(text, language)))
  return decimals
}

/** Returns the number of decimals that cells of a type are aligned to; 0 unless they are numbers. */
export const findCellDecimals = (
  cells: readonly (string | null | undefined)[],
  type: string,
  language: string,
): number =>
  isNumeric(type)
    ? findColumnDecimals(
        cells.map((cell) => localizeCell(cell ?? '', type, language)),
        language,
      )
    : 0

/**
 * Returns the separator and the digits that pad a formatted number to the decimals of its column. They belong in the
 * attribute `data-missing`, which reserves their space and shows nothing: 0.5 must not become 0.500.
 */
export function getMissingDecimals(formatted: string, decimals: number, language: string): string {
  const ownDecimals = countDecimals(formatted, language)
  if (decimals <= ownDecimals || !/\d$/.test(formatted) || /[eE]/.test(formatted)) return ''
  return `${ownDecimals === 0 ? getSeparators(language).decimal : ''}${'0'.repeat(decimals - ownDecimals)}`
}

/** Renders a formatted cell, which is aligned with the decimals of its column if it is a number. */
export const renderAlignedCell = (formatted: string, decimals: number, language: string): TemplateResult =>
  html`<bdi data-missing=${getMissingDecimals(formatted, decimals, language) || nothing}>${formatted}</bdi>`

/** Styles of numbers with the `data-missing` attribute. */
export const alignedDecimalsStyles = css`
  [data-missing]::after {
    content: attr(data-missing);
    visibility: hidden;
  }
`
