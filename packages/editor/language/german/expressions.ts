import type { Sentences } from '../sentences.ts'

/** What is said of expressions and SQL, in German. */
export const germanExpressions: Sentences = {
  'The expression in "‹setting›" fails: ‹reason›': 'Der Ausdruck in „‹setting›“ scheitert: ‹reason*›',
  '{{‹expression›}} has no value here.': '{{‹expression›}} hat hier keinen Wert.',
  items: 'Einträge',
  characters: 'Zeichen',
  // Over cells.
  // SQL.
  'joined tables': 'verbundene Tabellen',
  'The statement took longer than its ‹seconds› s.': 'Die Anweisung dauerte länger als ihre ‹seconds› s.',
  'The statement could not be taken apart: ‹text›': 'Die Anweisung ließ sich nicht zerlegen: ‹text›',
  'The result has more than ‹count› rows.': 'Das Ergebnis hat mehr als ‹count|Zeile|Zeilen›.',
  'The input `‹name›` is named twice.': 'Der Eingang `‹name›` ist zweimal genannt.',
  'The input `‹name›` ‹why›.': 'Der Eingang `‹name›` lässt sich so nicht nennen.',
}
