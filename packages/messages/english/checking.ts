/** English messages: see README.md. */
export const checkingMessages = {
  'finding.null-word': 'Missing values are written as words: {$words}.',
  'finding.unit-spelling':
    'The column writes one unit in {$forms :integer} ways, such as "{$example}". The canonical form is "{$canonical}".',
  'finding.time-format': 'Times are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.date-format': 'Dates are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.duration-format': 'Durations are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.number-format': 'Numbers are written plainly; "{$example}" has another form of "{$canonical}".',
  'finding.code-format': 'Codes are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.leading-zeros': 'Some codes have other leading zeros: "{$example}" beside "{$canonical}".',
  'finding.letter-case':
    'Values are written in the letter case of "{$canonical}"; this case is different: "{$example}".',
  'finding.variant': '"{$example}" is another spelling of "{$canonical}".',
  'finding.encoding': '"{$example}" was decoded incorrectly; the text is "{$canonical}".',
  'finding.spilled-value': 'Values of `{$to}` are in the cells of `{$from}`, and their own cells are empty.',
  'finding.contradiction':
    'Rows with the same `{$key}` contradict each other: {$agreeing :integer} of {$total :integer} have "{$value}".',
  'finding.gap':
    'The cell is empty, as in {$empty :integer} of {$rows :integer} rows. Cells are missing at random in all columns.',
  'finding.check-digit': 'The check digit does not fit: this is not a valid {$code}.',
  'finding.impossible-value': 'This is not a possible {$type}.',
} as const
