import { info, type Column, type Problem } from '@aw-flow/schema'
import { findClosingBracket, isKeyword, isSymbol, type StatementToken } from './tokenize-statement.ts'

/** Aggregates whose results for floating-point numbers depend on the thread order. */
const floatAggregatePattern =
  /^(?:sum|avg|mean|favg|fsum|kahan_sum|sumkahan|stddev\w*|var(?:_\w+|iance)|sem|corr|covar_\w+|regr_\w+|kurtosis\w*|skewness|entropy|geomean|geometric_mean|product|wavg|weighted_avg)$/
/** Functions that DuckDB implements with different libraries in the browser and on the server. */
const transcendentalFunctionPattern = /^(?:a?(?:sin|cos|tan)h?|atan2|cot|exp|pow(?:er)?|log(?:2|10)?|cbrt|l?gamma)$/
/** Functions that depend on the row order unless they have an ORDER BY. */
const orderDependentFunctionPattern =
  /^(?:any_value|arbitrary|first|last|list|array_agg|string_agg|group_concat|listagg|mode)$/
/** Functions that return one of several equal values. */
const tieDependentFunctionPattern =
  /^(?:arg_?(?:min|max)\w*|(?:min|max)_by|row_number|ntile|lag|lead|first_value|last_value|nth_value|fill|approx_\w+)$/
const floatTypePattern = /^(?:FLOAT|DOUBLE|REAL)$/

/** Finds functions whose results can differ between computers or with the number of threads. @internal */
export function findUnstableFunctions(
  tokens: readonly StatementToken[],
  inputs: Readonly<Record<string, readonly Column[]>>,
): Problem[] {
  const calls = tokens.flatMap((token, index) =>
    (token.kind === 'word' || token.kind === 'quoted-name') && isSymbol(tokens[index + 1], '(')
      ? [{ name: token.value.toLowerCase(), index: index + 1 }]
      : [],
  )
  const hasFloats =
    Object.values(inputs).some((columns) => columns.some(({ type }) => /FLOAT|DOUBLE/.test(type))) ||
    tokens.some((token) => (token.kind === 'word' && floatTypePattern.test(token.value)) || isSymbol(token, '/'))
  const platformDependentCalls = calls.filter(
    ({ name }) => transcendentalFunctionPattern.test(name) || (hasFloats && floatAggregatePattern.test(name)),
  )
  const isUnordered = (bracketIndex: number): boolean =>
    !tokens.slice(bracketIndex, findClosingBracket(tokens, bracketIndex)).some((token) => isKeyword(token, 'ORDER'))
  const orderDependentCalls = calls.filter(
    ({ name, index }) =>
      tieDependentFunctionPattern.test(name) || (orderDependentFunctionPattern.test(name) && isUnordered(index)),
  )
  return [
    ...(platformDependentCalls.length === 0
      ? []
      : [
          info(
            'sql.may-differ',
            { what: 'digits', functions: toUniqueNames(platformDependentCalls) },
            { where: { setting: 'statement' } },
          ),
        ]),
    ...(orderDependentCalls.length === 0
      ? []
      : [
          info(
            'sql.may-differ',
            { what: 'rows', functions: toUniqueNames(orderDependentCalls) },
            { where: { setting: 'statement' } },
          ),
        ]),
  ]
}

const toUniqueNames = (calls: readonly { name: string }[]): string[] => [...new Set(calls.map(({ name }) => name))]
