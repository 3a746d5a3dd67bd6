import { sql, type Sql, type Tables } from '@aw-flow/engine'

/** The k1 parameter of BM25 (Robertson and Zaragoza, 2009): how quickly repeated terms lose weight. */
const saturation = 1.2
/** The b parameter of BM25: how strongly scores are normalized by string length. */
const lengthWeight = 0.75
/** Number of characters at the start of each string that are searched. */
const maxTextLength = 20_000
const termPattern = '[\\p{L}\\p{N}]+'

/**
 * Ranks strings by relevance to a question, using BM25. Strings that share no term with the question are omitted. Among
 * equally relevant strings, later ones come first.
 *
 * @returns Indexes of the strings, most relevant first.
 * @internal
 */
export async function rankTurns(
  turnTexts: readonly string[],
  question: string,
  { tables, signal }: { tables: Pick<Tables, 'rows'>; signal: AbortSignal },
): Promise<number[]> {
  if (turnTexts.length === 0) return []
  const rows = turnTexts.map((text, position): Sql => sql`(${position}, ${text.slice(0, maxTextLength)})`)
  const rankedRows = await tables.rows(
    sql`
WITH terms AS (
  SELECT position, unnest(regexp_extract_all(lower(text), ${termPattern})) AS term FROM (VALUES ${rows}) AS turns(position, text)
), question_terms AS (
  SELECT DISTINCT unnest(regexp_extract_all(lower(${question.slice(0, maxTextLength)}), ${termPattern})) AS term
), lengths AS (
  SELECT position, count(*) AS length FROM terms GROUP BY position
), matches AS (
  SELECT position, term, count(*) AS frequency FROM terms JOIN question_terms USING (term) GROUP BY position, term
), document_counts AS (
  SELECT term, count(*) AS documents FROM matches GROUP BY term
), corpus AS (
  SELECT count(*) AS size, avg(length) AS mean FROM lengths
)
SELECT position, round(sum(
  ln(1 + (size - documents + 0.5) / (documents + 0.5)) * frequency * (${saturation} + 1)
  / (frequency + ${saturation} * (1 - ${lengthWeight} + ${lengthWeight} * length / mean))
), 6) AS score
FROM matches JOIN document_counts USING (term) JOIN lengths USING (position) CROSS JOIN corpus
GROUP BY position ORDER BY score DESC, position DESC`,
    { signal },
  )
  return rankedRows.map(({ position }) => Number(position))
}
