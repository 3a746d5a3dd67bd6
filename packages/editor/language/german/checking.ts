import type { Sentences } from '../sentences.ts'

/** What profiles, checks and validations find, in German. */
export const germanChecking: Sentences = {
  // Profiles.
  'differ in ‹columns›': 'verschieden in ‹columns&›',
  // Rules of a schema.
  '`‹column›` has no value': '`‹column›` hat keinen Wert',
  '`‹column›` is none of ‹values›': '`‹column›` ist keines von ‹values›',
  '`‹column›` is ‹a number|a whole number|a text|true or false|a date|a time›': '`‹column›` hat den verlangten Typ',
  'It has ‹count›.': 'Sie hat ‹count#›.',
  // The schema itself.
  'There is no check “‹name›” in this page': 'Auf dieser Seite gibt es keine Prüfung „‹name›“',
}
