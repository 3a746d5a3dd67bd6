import { css, html, nothing, type TemplateResult } from 'lit'
import { isNumeric } from './format-cell.ts'
import { getSeparators, localizeCell } from './localize-number.ts'

/** Maximum number of decimals that cells are aligned to: a double has about 15 significant digits. */
const maxAlignedDecimals = 15

/** Returns the number of digits after the decimal separator of a formatted number, or 0 if the text is not a number. */
const countDecimals = (formattedNumber: string, language: string): number => {
  const start = formattedNumber.lastIndexOf(getSeparators(language).decimal)
  const decimals = start < 0 ? '' : formattedNumber.slice(start + 1)
  return /^\d+$/.test(decimals) ? decimals.length : 0
}

/** Returns the largest number of decimals among a column's formatted numbers, but at least `minimum`. */
export const findColumnDecimals = (formattedNumbers: Iterable<string>, language: string, minimum = 0): number => {
  let decimals = minimum
  for (const text of formattedNumbers)
    decimals = Math.max(decimals, Math.min(maxAlignedDecimals, countDecimals(text, language)))
  return decimals
}

/** Returns the number of decimals to align a column's cells to, or 0 if the column is not numeric. */
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
 * Maximum number of decimals of a column whose numbers are filled up with zeros, as amounts of money are. With more
 * decimals, the digits of a measurement tell its precision.
 */
const maxFilledDecimals = 2

export type PaddingAttribute = 'data-zeros' | 'data-missing'

/**
 * Returns the attribute for the padding of a column's numbers: `data-zeros` shows it, and `data-missing` only reserves
 * its space.
 */
export const getPaddingAttribute = (decimals: number): PaddingAttribute =>
  decimals <= maxFilledDecimals ? 'data-zeros' : 'data-missing'

/**
 * Returns the padding that aligns a formatted number with its column's decimals: the missing digits, preceded by the
 * decimal separator if the number has none. Put it in the attribute of `getPaddingAttribute`.
 */
export function getMissingDecimals(formattedNumber: string, decimals: number, language: string): string {
  const currentDecimals = countDecimals(formattedNumber, language)
  if (decimals <= currentDecimals || !/\d$/.test(formattedNumber) || /[eE]/.test(formattedNumber)) return ''
  return `${currentDecimals === 0 ? getSeparators(language).decimal : ''}${'0'.repeat(decimals - currentDecimals)}`
}

/** Renders a formatted cell. Numbers are padded so that the column's decimals line up. */
export function renderAlignedCell(formattedCell: string, decimals: number, language: string): TemplateResult {
  const padding = getMissingDecimals(formattedCell, decimals, language) || nothing
  return getPaddingAttribute(decimals) === 'data-zeros'
    ? html`<bdi data-zeros=${padding}>${formattedCell}</bdi>`
    : html`<bdi data-missing=${padding}>${formattedCell}</bdi>`
}

/** Shows the padding of numbers, or reserves its space. */
export const alignedDecimalsStyles = css`
  [data-zeros]::after {
    content: attr(data-zeros);
  }

  [data-missing]::after {
    content: attr(data-missing);
    visibility: hidden;
  }
`
