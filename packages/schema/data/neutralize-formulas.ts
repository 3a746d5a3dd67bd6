/**
 * Matches a formula at the start of a cell. Spreadsheets skip a leading tab or carriage return. In East Asian settings,
 * they also run the full-width forms.
 *
 * @internal
 */
export const leadingFormula = /^[=+\-@＝＋－＠\t\r]/

/**
 * Matches a formula inside a string, after a character at which a new cell starts if the spreadsheet separates cells
 * with semicolons, as Excel does in many countries. Quoting the CSV cell does not prevent this: to such a spreadsheet,
 * the opening quote is in the middle of a cell and therefore plain text.
 *
 * @internal
 */
export const innerFormula = /([;\t\r\n]"*)([=+\-@＝＋－＠])/g

/** Adds apostrophes to the text of a CSV cell before what a spreadsheet would run as a formula. @internal */
export const neutralizeFormulas = (text: string): string =>
  text.replace(innerFormula, "$1'$2").replace(leadingFormula, "'$&")
