import { info, type Column, type Problem } from '@aw-flow/schema'
import { closingOf, isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

/** Aggregates of floating-point numbers whose result depends on the order of threads. */
const summing =
  /^(?:sum|avg|mean|favg|fsum|kahan_sum|sumkahan|stddev\w*|var(?:_\w+|iance)|sem|corr|covar_\w+|regr_\w+|kurtosis\w*|skewness|entropy|geomean|geometric_mean|product|wavg|weighted_avg)$/
/** Functions for which the DuckDBs of page and server use different libraries. */
const transcendental = /^(?:a?(?:sin|cos|tan)h?|atan2|cot|exp|pow(?:er)?|log(?:2|10)?|cbrt|l?gamma)$/
/** Functions that return the first value. */
const firstComes = /^(?:any_value|arbitrary|first|last|list|array_agg|string_agg|group_concat|listagg|mode)$/
/** Functions that return one of several equal values. */
const oneOfTies =
  /^(?:arg_?(?:min|max)\w*|(?:min|max)_by|row_number|ntile|lag|lead|first_value|last_value|nth_value|fill|approx_\w+)$/
const inexact = /^(?:FLOAT|DOUBLE|REAL)$/

/** Finds functions whose result may differ between computers or numbers of threads. @internal */
export function mayDiffer(
  tokens: readonly StatementToken[],
  inputs: Readonly<Record<string, readonly Column[]>>,
): Problem[] {
  const calls = tokens.flatMap((token, index) =>
    (token.kind === 'word' || token.kind === 'quoted') && isSign(tokens[index + 1], '(')
      ? [{ name: token.value.toLowerCase(), index: index + 1 }]
      : [],
  )
  const hasInexact =
    Object.values(inputs).some((columns) => columns.some(({ type }) => /FLOAT|DOUBLE/.test(type))) ||
    tokens.some((token) => (token.kind === 'word' && inexact.test(token.value)) || isSign(token, '/'))
  const digits = calls.filter(({ name }) => transcendental.test(name) || (hasInexact && summing.test(name)))
  const isUnordered = (open: number): boolean =>
    !tokens.slice(open, closingOf(tokens, open)).some((token) => isKeyword(token, 'ORDER'))
  const rows = calls.filter(({ name, index }) => oneOfTies.test(name) || (firstComes.test(name) && isUnordered(index)))
  return [
    ...(digits.length === 0
      ? []
      : [info('sql.may-differ', { what: 'digits', functions: names(digits) }, { where: { setting: 'statement' } })]),
    ...(rows.length === 0
      ? []
      : [info('sql.may-differ', { what: 'rows', functions: names(rows) }, { where: { setting: 'statement' } })]),
  ]
}

const names = (calls: readonly { name: string }[]): string[] => [...new Set(calls.map(({ name }) => name))]
