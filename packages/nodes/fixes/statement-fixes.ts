import { message } from '@aw-flow/messages'
import { allowedFunctions } from '@aw-flow/engine'
import { findNearestNames } from './nearest-names.ts'
import { getColumns, getList, getText, createSettingEdit, type NodeProblem, type ProposedFix } from './proposed-fix.ts'

const keywords =
  'SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT DISTINCT JOIN LEFT RIGHT INNER OUTER FULL CROSS UNION BETWEEN LIKE NULL CASE WHEN THEN ELSE END WITH USING DESC ASC CAST OVER PARTITION EXISTS AND NOT VALUES'.split(
    ' ',
  )

/** Matches a comment, a string, a quoted name, or a word of a statement. */
const tokenPattern = /--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[\p{L}_][\p{L}\p{N}_]*/gu

interface Token {
  readonly text: string
  readonly offset: number
}

const listTokens = (statement: string): Token[] =>
  [...statement.matchAll(tokenPattern)].map(({ 0: text, index: offset }) => ({ text, offset }))
const isWord = ({ text }: Token): boolean => /^[\p{L}_]/u.test(text)

/**
 * Proposes to quote column names, add a missing BY, and correct misspelled keywords, starting near the reported
 * position.
 */
export function fixSyntax(request: NodeProblem): ProposedFix[] {
  const { problem, text, node } = request
  const position = problem.where?.offset ?? 0
  const knownWords = new Set([
    ...keywords,
    ...Object.values(request.description.nodes[node.id]?.inputs ?? {}).flatMap(({ columns = [] }) =>
      columns.map(({ name }) => name.toUpperCase()),
    ),
  ])
  const keywordFixes = listTokens(text)
    .filter((token) => isWord(token) && token.text.length > 1 && !knownWords.has(token.text.toUpperCase()))
    .toSorted((a, b) => Math.abs(a.offset - position) - Math.abs(b.offset - position))
    .slice(0, 8)
    .flatMap((token) => findKeywords(token.text).map((keyword) => replaceTokens(request, [token], keyword)))
  return [...quoteColumns(request), ...addMissingBy(request), ...keywordFixes].slice(0, 4)
}

/** Quotes column names that are not valid without quotes. */
function quoteColumns(request: NodeProblem): ProposedFix[] {
  const { text, node, setting } = request
  const inputs = Object.values(request.description.nodes[node.id]?.inputs ?? {})
  return inputs
    .flatMap(({ columns = [] }) => columns.map(({ name }) => name))
    .filter((name) => quoteName(name) !== name && text.includes(name) && !text.includes(quoteName(name)))
    .map((name) => ({
      change: message('fix.replace', { from: name, to: quoteName(name) }),
      edit: createSettingEdit(
        node,
        setting,
        text.replaceAll(name, () => quoteName(name)),
      ),
    }))
}

/** Adds BY after ORDER or GROUP if it is missing. */
function addMissingBy(request: NodeProblem): ProposedFix[] {
  const tokens = listTokens(request.text)
  const incompleteTokens = tokens.filter(
    ({ text }, index) => /^(?:ORDER|GROUP)$/i.test(text) && tokens[index + 1]?.text.toUpperCase() !== 'BY',
  )
  return incompleteTokens.map((token) => replaceTokens(request, [token], `${token.text} BY`))
}

/** Returns the keywords that differ from a word only by transposed letters, or by one or two letters. */
const findKeywords = (word: string): string[] => {
  const foundKeywords = findNearestNames(word.toUpperCase(), keywords)
  return word.length < 4 ? foundKeywords.filter((keyword) => keyword.length === word.length) : foundKeywords
}

/** Replaces a table that the statement cannot read with one of its inputs. */
export function fixUnknownTable(request: NodeProblem): ProposedFix[] {
  const table = getText(request, 'table')
  const inputs = getList(request, 'inputs')
  const names = inputs.length === 1 ? inputs : findNearestNames(table, inputs)
  return names.slice(0, 1).flatMap((name) => replaceWord(request, table, name))
}

/**
 * Corrects names of columns, tables, and functions; replaces double quotes around strings; adds columns that are
 * missing from GROUP BY; and casts text arguments of aggregate functions.
 */
export function fixNames(request: NodeProblem): ProposedFix[] {
  const { problem, text } = request
  const reason = getText(request, 'reason')
  const matchReason = (pattern: RegExp): string | undefined => pattern.exec(reason)?.[1]
  const inputs = Object.entries(request.description.nodes[request.node.id]?.inputs ?? {})
  const columns = inputs.flatMap(([port]) => getColumns(request, request.node.id, port).map(({ name }) => name))

  const column = matchReason(/column "([^"]+)" not found/) ?? matchReason(/does not have a column named "([^"]+)"/)
  if (column !== undefined) {
    const quotedTokens = listTokens(text).filter((token) => token.text === `"${column}"`)
    const textFixes =
      quotedTokens.length > 0 ? [replaceTokens(request, quotedTokens, `'${column.replaceAll("'", "''")}'`)] : []
    const nameFixes = findNearestNames(column, columns).map((name) => replaceWord(request, column, quoteName(name)))
    return [...nameFixes.flat(), ...textFixes]
  }
  const fn = matchReason(/Function with name "?([^\s"]+)"? does not exist/)
  if (fn !== undefined)
    return findNearestNames(fn, [...allowedFunctions]).flatMap((name) => replaceWord(request, fn, name))
  const table = matchReason(/Table with name "?([^\s"]+)"? does not exist/)
  if (table !== undefined)
    return findNearestNames(
      table,
      inputs.map(([name]) => name),
    ).flatMap((name) => replaceWord(request, table, name))
  const ungroupedColumn = matchReason(/column "([^"]+)" must appear in the GROUP BY clause/)
  if (ungroupedColumn !== undefined) return addGroupColumn(request, ungroupedColumn)
  const aggregate = /arguments? types? '(\w+)\(VARCHAR\)'/.exec(reason)?.[1]
  if (aggregate !== undefined) return castArgument(request, aggregate)
  return problem.code === 'sql.syntax' ? fixSyntax(request) : []
}

/** Replaces CAST with TRY_CAST, so that values that cannot be converted become null. */
export function fixConversion(request: NodeProblem): ProposedFix[] {
  const { text } = request
  const castTokens = listTokens(text).filter((token) => token.text.toUpperCase() === 'CAST')
  const column = /source column ([^\s,]+)/.exec(getText(request, 'reason'))?.[1] ?? 'CAST'
  const change = message('fix.convert', { column })
  if (castTokens.length > 0) return [{ ...replaceTokens(request, castTokens, 'TRY_CAST'), change }]
  const value = replaceColonCasts(text)
  return value === text ? [] : [{ change, edit: createSettingEdit(request.node, request.setting, value) }]
}

/** Rewrites `column::type` as TRY_CAST, so that values that cannot be converted become null. */
function replaceColonCasts(text: string): string {
  const tokens = listTokens(text)
  return tokens.reduceRight((rest, typeToken) => {
    const columnToken = tokens.findLast((token) => token.offset + token.text.length === typeToken.offset - 2)
    if (!columnToken || text.slice(typeToken.offset - 2, typeToken.offset) !== '::' || text[getEnd(typeToken)] === '(')
      return rest
    return `${rest.slice(0, columnToken.offset)}TRY_CAST(${columnToken.text} AS ${typeToken.text})${rest.slice(getEnd(typeToken))}`
  }, text)
}

const getEnd = ({ text, offset }: Token): number => offset + text.length

/** Adds a column to the GROUP BY clause. Adds the clause if there is none. */
function addGroupColumn(request: NodeProblem, column: string): ProposedFix[] {
  const { text } = request
  const tokens = listTokens(text)
  const isKeyword = (token: Token | undefined, ...words: string[]): boolean =>
    token !== undefined && words.includes(token.text.toUpperCase())
  const groupByToken = tokens.find((token, index) => isKeyword(token, 'BY') && isKeyword(tokens[index - 1], 'GROUP'))
  const laterClause = tokens.find((token) => isKeyword(token, 'HAVING', 'ORDER', 'LIMIT'))
  const name = quoteName(column)
  const value = groupByToken
    ? `${text.slice(0, getEnd(groupByToken))} ${name},${text.slice(getEnd(groupByToken))}`
    : laterClause
      ? `${text.slice(0, laterClause.offset)}GROUP BY ${name} ${text.slice(laterClause.offset)}`
      : `${text.replaceAll(';', '').trimEnd()} GROUP BY ${name}`
  const change = message('fix.use', { column: `GROUP BY ${column}` })
  return [{ change, edit: createSettingEdit(request.node, request.setting, value) }]
}

/** Selects everything from the only input if the statement is empty. */
export function fixEmptyStatement(request: NodeProblem): ProposedFix[] {
  const [input, ...otherInputs] = Object.keys(request.description.nodes[request.node.id]?.inputs ?? {})
  if (input === undefined || otherInputs.length > 0) return []
  const value = `SELECT * FROM ${quoteName(input)}`
  return [
    { change: message('fix.use', { column: value }), edit: createSettingEdit(request.node, request.setting, value) },
  ]
}

/** Adds a cast to a number around the column that is passed to an aggregate function. */
function castArgument(request: NodeProblem, fn: string): ProposedFix[] {
  const { text } = request
  const tokens = listTokens(text)
  const columnTokens = tokens.filter((token, index) => {
    const previous = tokens[index - 1]
    return (
      previous?.text.toLowerCase() === fn.toLowerCase() &&
      text.slice(getEnd(previous), token.offset).trim() === '(' &&
      text.slice(getEnd(token)).trimStart().startsWith(')')
    )
  })
  const [columnToken] = columnTokens
  if (!columnToken) return []
  const value = columnTokens.reduceRight(
    (rest, token) => `${rest.slice(0, token.offset)}TRY_CAST(${token.text} AS DOUBLE)${rest.slice(getEnd(token))}`,
    text,
  )
  const change = message('fix.convert', { column: columnToken.text.replaceAll('"', '') })
  return [{ change, edit: createSettingEdit(request.node, request.setting, value) }]
}

function replaceWord(request: NodeProblem, oldWord: string, newWord: string): ProposedFix[] {
  const tokens = listTokens(request.text).filter(
    ({ text }) => text.toLowerCase() === oldWord.toLowerCase() || text === `"${oldWord}"`,
  )
  return tokens.length > 0 ? [replaceTokens(request, tokens, newWord)] : []
}

function replaceTokens(
  { node, setting, text }: NodeProblem,
  tokens: readonly Token[],
  replacement: string,
): ProposedFix {
  const value = tokens
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (rest, token) => rest.slice(0, token.offset) + replacement + rest.slice(token.offset + token.text.length),
      text,
    )
  const change = message('fix.replace', { from: tokens[0]!.text, to: replacement })
  return { change, edit: createSettingEdit(node, setting, value) }
}

const quoteName = (name: string): string => (/^[a-z_][a-z\d_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
