import type { Dialect } from '@aw-flow/schema'
import type { DialectScore } from './score-dialect.ts'

/** Below this score no dialect explains the text: it has one column. */
const noTable = 0.12

/** The same for delimiters that are also found in sentences, dates and times. */
const noTableByMarks = 0.3

/** False where lines only seem to have cells: by a mark that stands in many texts, or inside quotes around whole lines. */
export function explains(best: Scored, scored: readonly Scored[]): boolean {
  const { delimiter, quote } = best.dialect
  const isUsual = /[,;\t|]/.test(delimiter)
  const isWrapped = scored.some(
    ({ dialect, width, quotedCells, records }) =>
      quote === '' &&
      dialect.delimiter === delimiter &&
      dialect.quote === '"' &&
      width === 1 &&
      quotedCells === records,
  )
  // Blanks stand between words: they cut cells only where many of these are numbers or dates, or where columns stand.
  const isProse = delimiter === ' ' && !best.dialect.columnStarts && best.typed < 0.5 && best.quotedCells === 0
  return best.score >= (isUsual ? noTable : noTableByMarks) && !isWrapped && !isProse
}

/** A dialect with what it makes of a text. */
export type Scored = DialectScore & { dialect: Dialect }

/**
 * A longer delimiter that contains the best one and cuts as many cells is the real one; so is one that
 * contains it several times, where the best one finds as many times the cells (but two commas, semicolons or tabs are an
 * empty column).
 */
export function preferWhole(scored: readonly Scored[]): Scored | undefined {
  const best = scored[0]
  if (!best || best.dialect.repeated || best.dialect.columnStarts) return best
  const { delimiter, quote } = best.dialect
  const longer = scored.find(({ dialect, width, cover, score }) => {
    const times = dialect.delimiter.split(delimiter).length - 1
    if (dialect.quote !== quote || dialect.delimiter.length <= delimiter.length || times === 0) return false
    if (times === 1) return width === best.width && score > 0.9 * best.score
    return !/^[,;\t]+$/.test(dialect.delimiter) && times * (width - 1) === best.width - 1 && cover >= 0.95 * best.cover
  })
  return longer ?? best
}

const mostAbove = 10

/**
 * Another usual delimiter that cuts every line alike is the real one where the best one does not cut the line above the
 * first that it cuts, and the other cuts that into names: the best one stands in lists inside the cells.
 */
export function preferNaming(best: Scored | undefined, scored: readonly Scored[], sample: string): Scored | undefined {
  if (!best || best.width < 2 || best.dialect.repeated || best.dialect.columnStarts) return best
  const lines = sample.split('\n', mostAbove + 1)
  const cut = lines.findIndex((line) => line.includes(best.dialect.delimiter))
  const first = lines[cut - 1] ?? ''
  if (cut < 1) return best
  const naming = scored.find(({ dialect: { delimiter, quote }, width, cover, records }) => {
    const isUsual = /^[,;\t|]$/.test(delimiter) && quote === best.dialect.quote
    if (!isUsual || width < 2 || cover < (cut === 1 ? 1 : 0.9) || records < 3) return false
    const names = first.split(delimiter).map((name) => name.trim())
    return names.length === width && new Set(names).size === width && names.every((name) => /^[^\d\s]\S*$/.test(name))
  })
  return naming ?? best
}

/** Tabs that cut every line alike stand in no cell: another mark cuts what is between them (`unit,geo\\time` above `PC,AT`). */
export function preferTabs(best: Scored | undefined, scored: readonly Scored[]): Scored | undefined {
  if (!best || !/^[,;|]$/.test(best.dialect.delimiter) || best.typed === 1) return best
  const tabs = scored.find(
    ({ dialect: { delimiter, quote }, width, cover, records }) =>
      delimiter === '\t' && quote === best.dialect.quote && width > 1 && cover === 1 && records > 1,
  )
  return tabs ?? best
}

/** Blanks around a delimiter are padding and no part of it, where it cuts the same cells without them. */
export function withoutPadding(best: Scored, scored: readonly Scored[]): Scored {
  const delimiter = best.dialect.delimiter.trim()
  if (delimiter === '' || delimiter === best.dialect.delimiter) return best
  const bare = scored.find(
    ({ dialect, width, cover }) =>
      dialect.delimiter === delimiter &&
      // Where the text has no quote, none was scored.
      (dialect.quote === best.dialect.quote || (dialect.quote === '' && best.dialect.delimiter.startsWith(' '))) &&
      width === best.width &&
      cover >= best.cover - 0.01,
  )
  return bare ? { ...best, dialect: { ...best.dialect, delimiter, padded: true } } : best
}

/**
 * Where no quote won although double quotes occur and do no harm, they are the quotes; and where none occurs in what was
 * looked at, they are what would be quotes further on.
 */
export function withQuotes(best: Scored, sample: string, text: string, scored: readonly Scored[]): Scored {
  if (best.dialect.quote !== '' || best.dialect.repeated || best.dialect.columnStarts) return best
  if (!sample.includes('"') && text.includes('"')) return best
  if (!text.includes('"')) return { ...best, dialect: { ...best.dialect, quote: '"', escape: '"' } }
  const quoted = scored.find(
    ({ dialect, width }) =>
      dialect.quote === '"' && dialect.delimiter === best.dialect.delimiter && width === best.width,
  )
  return quoted && quoted.quoteHealth >= 0.7 ? quoted : best
}
